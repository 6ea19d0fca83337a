"""Commands by what they are about; the table of all of them is put together in `table`."""
