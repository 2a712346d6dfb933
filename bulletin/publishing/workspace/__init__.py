"""The working copy of a publish: its folders, its lock, and git on this machine.

``subprocess_env`` gives the environment of programs, ``git`` asks git, ``folders`` names the files, ``lock`` guards them.
"""
