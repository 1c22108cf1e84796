"""Personal data in dialogues: found by rules, lists and check digits, and masked the same way in every turn."""

from training.transcripts.personal_data.masker import Masker

__all__ = ["Masker"]
