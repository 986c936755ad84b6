"""A window with one line to type in. Says when it can be typed in, how far it came, and keeps the line on Enter."""
import os
import sys

from PyQt6.QtWidgets import QApplication, QLineEdit


class Entry(QLineEdit):
    def focusInEvent(self, event):
        super().focusInEvent(event)
        open("ready", "w").close()


def write(name, text):
    with open("typing", "w", encoding="utf-8") as file:
        file.write(text)
    os.rename("typing", name)


application = QApplication(sys.argv)
entry = Entry()
entry.resize(600, 100)
entry.textChanged.connect(lambda text: write("progress", text))
entry.returnPressed.connect(lambda: write("typed", entry.text() + "\n"))
entry.show()
application.exec()
