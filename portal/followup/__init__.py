"""Following up on action items: their pages and their API, above everything an action can be born in.

The table and the moves of actions lie low (`portal.actions`), so that risks and steering can use them. Who
may see an action depends on its project, and who may change it on the meeting, decision or risk that it came
from: that is known here. *Followed*: an action together with its project and its *origin*.
"""
