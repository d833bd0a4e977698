"""RACI: who answers for each deliverable, process step and decision area of a project.

The letters themselves are `portal.stakeholders`; here is how a whole matrix is edited, pasted and accepted.

Vocabulary: a *cell* is what stands for one item and one party, such as `A` or `R/A`; a *change* is a cell that
shall say something else from a day on. A party is *asked* to accept its rows, all in one go; what it declines stays
as it was recorded, with the reason. In a row of which anything is accepted a change is *proposed*: what was accepted
stands until everybody whom the change touches has accepted it.
"""
