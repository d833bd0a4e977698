"""Readiness before a lead is accepted, answered by both sides with evidence; phase gates whose checklists block."""
