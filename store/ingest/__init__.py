"""What comes in: readers of documents, importers of data sets.  They propose, and never write."""
