from PyQt6.QtWidgets import QApplication, QTextEdit

application = QApplication([])
editor = QTextEdit("zoo")
editor.show()
application.exec()
