"""From the tables of somebody else to our sheets: the rules, how they are applied, how they are proposed."""
