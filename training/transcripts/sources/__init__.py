"""Where transcripts come from: one file a format. Each tells its records by their content, and reads them.

What a source gives is raw: ids and shoppers as they stand in the file, nothing masked. It goes on to
``training.transcripts.importing``, which writes nothing before it is masked.
"""
