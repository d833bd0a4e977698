"""Readiness before a lead is accepted, answered by both sides with evidence; phase gates whose checklists block.

Vocabulary: a *precondition* of the lead is answered by *voices*: the lead, the sponsor, each department. What is
not given, or given in part, is a *gap*. Going on with gaps is a *proceeding*: it rests on a decision that holds,
and on *terms*, each with an owner and a day on which it returns. A *gate* stands before each phase; its *items*
are ticked with evidence, or the gate is *overridden* by a decision.
"""
