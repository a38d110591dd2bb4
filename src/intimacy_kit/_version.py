"""The version of the code (SemVer); the content has one of its own in `pack.yaml`."""

__version__ = "0.1.0"
