"""Capacity by week: what people are promised to against the hours that they are there; and what it adds up to.

A *span* is some weeks in a row. A *load* is the promised hours of a week in percent of the hours that remain
after public holidays and absences; above 100 percent it is an *overload*. A *balance* says for a department or
a project what was asked, promised and given, and who waits for whom. Nothing is ranked.
"""
