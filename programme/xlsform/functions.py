"""All XPath functions that a form may call: XPath 1.0's, and those of the ODK XForms specification."""

from programme.xlsform import fn_dates, fn_geo, fn_nodes, fn_numbers, fn_texts
from programme.xlsform.registry import FUNCTIONS

__all__ = ["FUNCTIONS", "fn_dates", "fn_geo", "fn_nodes", "fn_numbers", "fn_texts"]
