"""The programme format: tables with a header row and natural keys, as a folder of CSV files or one workbook.

`reading` gives sheets of text, `planning` compares them with the database, `importing` applies the plan, `exporting`
writes the same format. Every app declares its own tables in `<app>/tables`; `settings.PROGRAMME_TABLES` orders them.
"""
