#!/usr/bin/env python
"""Django's command line for the portal; `portal.py manage ...` runs it with the embedded servers up."""

import os
import sys

from django.core.management import execute_from_command_line

from sharedservices.core.acting import Actor, acting

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sharedservices.settings")
    with acting(Actor(system=" ".join(sys.argv[:2]))):
        execute_from_command_line(sys.argv)
