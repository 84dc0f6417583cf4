"""The framework of competencies as a package of 1EdTech CASE 1.1 (CFPackage), out and in.

A package that comes in is read into the same rows as a workbook, so that it is judged, compared, written and taken out
again by the same plan.
"""

from zichtlijn.exchange.case.reading import Package, is_package, open_package

__all__ = ["Package", "is_package", "open_package"]
