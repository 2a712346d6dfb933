"""Pictures: responsive, without metadata, encoded once.

What an editor puts into content/images is a photograph from a telephone: ten megabytes,
lying on its side, with the place where it was taken. What a reader gets is one of several
widths, upright, in WebP or in the original format, and nothing but pixels and their colour
profile.

Nothing registers with Pelican here: whoever builds the pages makes one PictureLibrary a
build, asks it for pictures and lets it write them.
"""
