"""Writes query results: as a table, in the standard formats, as an Excel workbook or as a chart.

rich draws tables, XlsxWriter workbooks and matplotlib charts. The standard formats are written row by row here, because
pyoxigraph serializes only whole results, without a row limit, a count or evidence columns.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
