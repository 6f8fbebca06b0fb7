"""The process in which files of strangers are opened: without network, without secrets, with little time and memory.

What is in here is imported by that process and knows nothing of Django, save `client`, which speaks to it.
"""
