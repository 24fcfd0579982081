"""What products are and which documents say so: keys to ids, attributes and their values, what is canonical."""
