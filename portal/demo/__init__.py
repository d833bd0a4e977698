"""The demo programme: Greenmart 绿禾零售, a fictional retail group that lives through the stories of the field.

Everything happens through the same operations as in real life, in the order of its dates, with dates relative to today.
`cast` names who and what there is; the `story_*` modules tell what happened; `load` plays it all in one transaction.
"""

from portal.demo.load import SIGN_INS, load

__all__ = ["SIGN_INS", "load"]
