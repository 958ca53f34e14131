"""One process beside the bot for what takes much memory or may stumble: charts, workbooks, photos, forms.

`Workshop` in `parent` starts and ends it, `child` is what it runs, `jobs` what it can do.
"""
