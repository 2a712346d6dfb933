"""The benchmark: one archive, built by the bulletin and by other generators into equal pages."""
