"""Open a project in QualCoder, tell what is in it, change it there, and export it again; no part of the program.

It runs on its own, in the Python of QualCoder, without a screen:
`QUALCODER_PYTHON qualcoder_driver.py SOURCE WORK PROJECT.qdpx EDITS.json`, and prints JSON.
"""

import ast
import builtins
import contextlib
import json
import os
import sqlite3
import sys
import types
from pathlib import Path

source, work, project, edits = map(Path, sys.argv[1:5])
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["HOME"] = str(work)
(work / ".qualcoder").mkdir(parents=True, exist_ok=True)
builtins._ = lambda text: text
sys.path.insert(0, str(source / "src"))


def new_project(folder):
    """Return a connection to an empty project, with the tables that QualCoder makes."""
    for name in ("documents", "images", "audio", "video"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "data.qda")
    tree = ast.parse((source / "src" / "qualcoder" / "__main__.py").read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        texts = [
            node.value for node in ast.walk(function) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        made = [text for text in texts if text.startswith("CREATE TABLE ")]
        if isinstance(function, ast.FunctionDef) and any(text.startswith("CREATE TABLE project") for text in made):
            for statement in made:
                connection.execute(statement)
            break
    connection.execute("insert into project (date, memo, about) values ('2024-01-01 00:00:00', '', '')")
    connection.commit()
    return connection


class App:
    """What the importer and exporter ask of the program around them."""

    version = "QualCoder"
    project_events = None
    ai_models = ()

    def __init__(self, folder):
        self.project_path, self.project_name = str(folder), folder.name
        self.settings = {
            "codername": "default",
            "directory": str(folder),
            "fontsize": 10,
            "font": "Sans",
            "ai_enable": "False",
        }
        self.conn = new_project(folder)

    def write_config_ini(self, *_):
        """Keep no settings."""

    def get_annotations(self):
        """Return the annotations."""
        keys = ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")
        rows = self.conn.execute("select anid, fid, pos0, pos1, memo, owner, date from annotation")
        return [dict(zip(keys, row, strict=True)) for row in rows]


class Log:
    """Where QualCoder tells what it does."""

    def __init__(self):
        self.lines = []

    def append(self, line):
        self.lines.append(str(line))


CODINGS = """select ctid, code_name.name, source.name, pos0, pos1, seltext, code_text.owner, ifnull(code_text.memo, ''),
    code_text.date, substr(source.fulltext, pos0 + 1, pos1 - pos0)
    from code_text join code_name on code_name.cid = code_text.cid join source on source.id = code_text.fid order by ctid"""


def told(app, log):
    """Return what is in the project."""
    ask = app.conn.execute
    keys = ("id", "code", "source", "start", "end", "quote", "owner", "memo", "date", "words")
    return {
        "codings": [dict(zip(keys, row, strict=True)) for row in ask(CODINGS)],
        "codes": ask("select name, memo, supercid is not null from code_name").fetchall(),
        "categories": [row[0] for row in ask("select name from code_cat")],
        "sources": ask("select name, fulltext from source").fetchall(),
        "values": ask("select name, attr_type, value, id from attribute").fetchall(),
        "cases": [row[0] for row in ask("select name from cases")],
        "log": log.lines,
    }


def change(app, wanted):
    """Make changes as the windows of QualCoder do: in its tables."""
    for one in wanted:
        cid = app.conn.execute("select cid from code_name where name=?", [one["code"]]).fetchone()[0]
        fid = app.conn.execute("select id from source where name=?", [one["source"]]).fetchone()[0]
        place = [cid, fid, one["start"], one["end"]]
        if one["do"] == "remove":
            done = app.conn.execute("delete from code_text where cid=? and fid=? and pos0=? and pos1=?", place)
        elif one["do"] == "memo":
            done = app.conn.execute(
                "update code_text set memo=? where cid=? and fid=? and pos0=? and pos1=?", [one["memo"], *place]
            )
        else:
            done = app.conn.execute(
                "insert into code_text (cid, fid, pos0, pos1, seltext, owner, memo, date) values (?,?,?,?,?,?,?,?)",
                [*place, one["words"], one["owner"], one["memo"], "2024-05-06 07:08:09"],
            )
        assert done.rowcount == 1, one
    app.conn.commit()


def main():
    with contextlib.redirect_stdout(sys.stderr):
        from PyQt6 import QtWidgets

        screen = QtWidgets.QApplication([])  # kept: a window needs one
        from qualcoder import refi

        dialogs = QtWidgets.QFileDialog
        dialogs.getOpenFileName = staticmethod(lambda *_, **__: (str(project), True))
        dialogs.getExistingDirectory = staticmethod(lambda *_, **__: str(work))
        refi.Message = lambda *_: types.SimpleNamespace(exec=lambda: None)
        wanted = json.loads(edits.read_text(encoding="utf-8"))

        def choose_line_ends(dialog):
            dialog.ui.radioButton_maxqda.setChecked(wanted["windows_line_ends"])

        refi.RefiLineEndings.exec = choose_line_ends
        app, log = App(work / "terug.qda"), Log()
        refi.RefiImport(app, log, "qdpx")
        before = told(app, log)
        change(app, wanted["changes"])
        refi.RefiExport(app, log, "project")
    sys.stdout.write(json.dumps({**before, "exported": str(work / "terug.qdpx")}))
    del screen


main()
