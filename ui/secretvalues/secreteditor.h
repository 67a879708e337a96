// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QWidget>

namespace run402 {

class Button;
class IconButton;
class Label;
class LineEdit;

/// The row where a secret is typed. The value is masked, leaves only through saveRequested and is wiped from the
/// fields right after. A pasted text of several lines, or a file, is kept whole and shown as "3 lines".
/// Owner: parent. Thread: GUI.
class SecretEditor : public QWidget
{
    Q_OBJECT
public:
    explicit SecretEditor(QWidget* parent = nullptr);

    /// An empty name begins a new secret, otherwise it is replaced and the name is fixed.
    void begin(const QString& name, bool replace);
    void setBusy(bool busy);
    void setProblem(const QString& words);
    /// Empties both fields and what they remember.
    void wipeFields();
    bool isReplacing() const { return m_replace; }

Q_SIGNALS:
    /// The receiver wipes `value`.
    void saveRequested(const QString& name, const QByteArray& value);
    void cancelled();

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    bool takePaste();
    void chooseFile();
    void takeLines(const QByteArray& lines, const QString& from);
    void refresh();
    void save();

    LineEdit* m_name;
    LineEdit* m_value;
    IconButton* m_file;
    IconButton* m_eye;
    Label* m_nameState;
    Label* m_hint;
    Button* m_cancel;
    Button* m_save;
    QByteArray m_lines; ///< a pasted value of several lines, or a file's
    QString m_from;     ///< the file's name; empty = pasted
    QString m_problem;
    bool m_replace = false;
};

} // namespace run402
