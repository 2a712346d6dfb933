"""Responsive images without metadata, each encoded once.

Editors add photographs of any size and orientation, with the place in the metadata.
Readers get several widths, upright, in WebP and in JPEG or PNG.
Each file holds pixels and their colour profile, and no other metadata.

A build opens one ``ImageLibrary``, requests images by reference, and writes the variants.
``metadata`` reads an image, ``sizes`` plans the variants, ``encode_jobs`` encodes them.
``variant_cache`` keeps them and links them into the output folder.
"""
