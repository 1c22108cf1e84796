"""Steps from one layout of the tables to the next, in versions/; applied by bot.record.migrate."""
