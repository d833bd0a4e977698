"""Who is called to a meeting, and whether they come.

An *invitation* is one person's, to one meeting: of a member, or of somebody who stands in for a member. It is
carried by letters with a calendar entry which people's calendars follow (invited, changed, cancelled), and it is
answered on the portal: coming, not coming with the reason, not sure. From the answers follows, in words and before the
day, whether a quorum is to be expected.
"""
