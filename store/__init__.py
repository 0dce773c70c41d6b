"""The incident store: records, what can be done with them, and the files that hold them."""
