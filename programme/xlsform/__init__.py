"""XLSForm: compiled by pyxform, the compiled XForm interpreted over a live instance."""
