"""What templates need: the Jinja environment, filters, QR codes, hashed assets, relative URLs."""
