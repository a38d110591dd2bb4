"""What is asked this time, and what a person answered."""

from intimacy_kit.checkin.answers import Answer
from intimacy_kit.checkin.client import client_dict, from_client_dict
from intimacy_kit.checkin.identity import decode, encode

__all__ = ["Answer", "client_dict", "decode", "encode", "from_client_dict"]
