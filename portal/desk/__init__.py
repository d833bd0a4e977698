"""The signed-in person's home: what is asked of me, what I promised, what I wait for."""
