"""What a value class is: checked fields, plain data and back, and their JSON Schema."""

__all__: list[str] = []
