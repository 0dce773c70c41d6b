"""Pictures: records and views as styled lines, apart from every widget."""
