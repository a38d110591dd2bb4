"""What a value class is: checked fields, plain data and back, and their JSON Schema."""
