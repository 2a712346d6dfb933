"""View models: one frozen struct for each kind of page, handed to its template.

``components`` are parts of several pages, ``pages`` are HTML pages, and ``feeds`` are files for machines. An
``output_file`` names the path, the template and the function that makes the view model.
Reason for structs: dataclasses take eight times as long to define, and every build begins with that.
"""
