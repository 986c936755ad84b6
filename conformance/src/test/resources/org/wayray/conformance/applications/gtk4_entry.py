"""A window with one line to type in. Says when it can be typed in, and keeps what was when Enter is pressed."""
import os

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gtk


def keep(entry):
    with open("typing", "w", encoding="utf-8") as file:
        file.write(entry.get_text() + "\n")
    os.rename("typing", "typed")


def ready(window, _):
    if window.is_active():
        open("ready", "w").close()


def activate(application):
    window = Gtk.ApplicationWindow(application=application, title="entry", default_width=600, default_height=100)
    entry = Gtk.Entry()
    entry.connect("activate", keep)
    window.set_child(entry)
    window.connect("notify::is-active", ready)
    window.present()
    entry.grab_focus()


application = Gtk.Application(application_id="org.wayray.Entry", flags=1 << 5)
application.connect("activate", activate)
application.run(None)
