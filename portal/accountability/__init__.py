"""Who was accountable on that day: the record of a project as of a date, next to today, as one bundle with proofs.

The record is read from the dated tables. What the register learned only *afterwards* (an appointment entered a
week late, an end that was back-dated) is shown, and said to be so: what had been recorded by then is the same
answer whether somebody asks on the day or years later.
"""
