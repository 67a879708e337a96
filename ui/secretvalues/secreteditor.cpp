// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secretvalues/secreteditor.h"

#include "models/text/dotenv.h"
#include "services/secrets/wipe.h"
#include "ui/common/button.h"
#include "ui/common/choosefile.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>

namespace run402 {

namespace {
constexpr int longestPaste = 64 * 1024; ///< bytes; a file, too
}

SecretEditor::SecretEditor(QWidget* parent) : QWidget(parent)
{
    setProperty("sunken", true);
    m_name = new LineEdit(tr("STRIPE_KEY"));
    m_name->setObjectName(QStringLiteral("secrets.name"));
    m_name->setAccessibleName(tr("Name of the secret"));
    m_name->setMono(true);
    m_name->setMaxLength(63);
    m_value = new LineEdit(tr("Value"));
    m_value->setObjectName(QStringLiteral("secrets.value"));
    m_value->setAccessibleName(tr("Value of the secret"));
    m_value->setMono(true);
    m_value->setEchoMode(QLineEdit::Password);
    m_value->setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    m_value->setContextMenuPolicy(Qt::NoContextMenu);
    m_value->installEventFilter(this);
    m_name->installEventFilter(this);
    m_file = new IconButton(QStringLiteral("file-up"), tr("Take the value from a file"));
    m_file->setObjectName(QStringLiteral("secrets.fromFile"));
    m_eye = new IconButton(QStringLiteral("eye"), tr("Show what you type"));
    m_eye->setObjectName(QStringLiteral("secrets.eye"));
    m_eye->setCheckable(true);
    m_cancel = new Button(tr("Cancel"), Button::Variant::Ghost);
    m_cancel->setObjectName(QStringLiteral("secrets.cancel"));
    m_save = new Button(tr("Save, free"), Button::Variant::Primary);
    m_save->setObjectName(QStringLiteral("secrets.save"));
    m_nameState = new Label({}, Theme::Font::Caption, "text.muted");
    m_hint = new Label({}, Theme::Font::CaptionPlain, "text.muted");

    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(15, 9, 12, 9);
    grid->setHorizontalSpacing(14);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 228);
    grid->setColumnStretch(1, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_file);
    buttons->addWidget(m_eye);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_save);
    grid->addWidget(m_name, 0, 0);
    grid->addWidget(m_value, 0, 1);
    grid->addLayout(buttons, 0, 2);
    grid->addWidget(m_nameState, 1, 0);
    grid->addWidget(m_hint, 1, 1, 1, 2);

    connect(m_file, &IconButton::clicked, this, &SecretEditor::chooseFile);
    connect(m_eye, &IconButton::toggled, this, [this](bool on) {
        m_value->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password);
        m_eye->setIconName(on ? QStringLiteral("eye-off") : QStringLiteral("eye"));
    });
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
        const qsizetype cursor = m_name->cursorPosition();
        m_name->setText(text.toUpper().replace(u' ', u'_').replace(u'-', u'_'));
        m_name->setCursorPosition(int(cursor));
        m_problem.clear();
        refresh();
    });
    connect(m_value, &QLineEdit::textEdited, this, [this] {
        wipe(m_lines);
        m_problem.clear();
        refresh();
    });
    for (LineEdit* field : {m_name, m_value})
        connect(field, &QLineEdit::returnPressed, this, &SecretEditor::save);
    connect(m_save, &Button::clicked, this, &SecretEditor::save);
    connect(m_cancel, &Button::clicked, this, [this] {
        wipeFields();
        Q_EMIT cancelled();
    });
    refresh();
}

void SecretEditor::begin(const QString& name, bool replace)
{
    wipeFields();
    m_replace = replace;
    m_name->setText(name);
    m_name->setReadOnly(replace);
    m_problem.clear();
    setBusy(false);
    refresh();
    (name.isEmpty() ? m_name : m_value)->setFocus(Qt::OtherFocusReason);
}

void SecretEditor::setBusy(bool busy)
{
    m_save->setBusy(busy);
    m_value->setEnabled(!busy);
    m_file->setEnabled(!busy);
    m_name->setEnabled(!busy);
}

void SecretEditor::setProblem(const QString& words)
{
    m_problem = words;
    refresh();
}

void SecretEditor::wipeFields()
{
    wipe(m_lines);
    m_from.clear();
    // QLineEdit keeps undo steps; a new text without history takes their place.
    m_value->setText(QString(m_value->text().size(), u'\0'));
    m_value->clear();
    m_value->setReadOnly(false);
    m_eye->setChecked(false);
    m_name->clear();
}

bool SecretEditor::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            m_cancel->click();
            return true;
        }
        if (watched == m_value && key->matches(QKeySequence::Paste))
            return takePaste();
    }
    return QWidget::eventFilter(watched, event);
}

/// True when the clipboard held several lines: a line edit would join them.
bool SecretEditor::takePaste()
{
    QString text = QGuiApplication::clipboard()->text();
    const QString trimmed = text.trimmed();
    if (!trimmed.contains(u'\n') || text.size() > longestPaste)
        return false;
    takeLines(text.toUtf8(), {});
    return true;
}

void SecretEditor::takeLines(const QByteArray& lines, const QString& from)
{
    wipe(m_lines);
    m_lines = lines;
    m_from = from;
    m_value->clear();
    m_problem.clear();
    refresh();
}

/// The bytes as they are, like the CLI's --file; nothing of them is shown.
void SecretEditor::chooseFile()
{
    chooseTextFile(this, tr("Value from a file"), {}, longestPaste, [this](const ChosenFile& file) {
        if (!file.problem.isEmpty() || file.bytes.isEmpty())
            return setProblem(file.problem.isEmpty() ? tr("%1 is empty.").arg(file.name) : file.problem);
        QByteArray own = file.bytes;
        own.detach();
        wipeShared(file.bytes);
        takeLines(own, file.name);
        m_save->setFocus(Qt::OtherFocusReason);
    });
}

void SecretEditor::refresh()
{
    const QString name = m_name->text();
    const bool fine = isSecretName(name);
    if (m_replace) {
        m_nameState->setText(tr("Takes the place of the old value"));
        m_nameState->setToken("text.muted");
    } else {
        m_nameState->setText(name.isEmpty() ? tr("A to Z, 0 to 9 and _, up to 63")
                             : fine         ? tr("✓ Name is fine")
                                            : tr("Begins with a letter or _; only A to Z, 0 to 9 and _"));
        m_nameState->setToken(name.isEmpty() ? "text.muted" : fine ? "success.text" : "danger.text");
    }
    if (!m_problem.isEmpty())
        m_hint->setText(m_problem);
    else if (!m_lines.isEmpty() && !m_from.isEmpty())
        m_hint->setText(tr("%1 bytes of %2, as they are. Typing starts over.").arg(m_lines.size()).arg(m_from));
    else if (!m_lines.isEmpty())
        m_hint->setText(tr("%1 lines pasted, line breaks kept. Typing starts over.").arg(m_lines.count('\n') + 1));
    else
        m_hint->setText(tr("Paste keeps line breaks. Takes effect at the next call."));
    m_hint->setToken(m_problem.isEmpty() ? "text.muted" : "danger.text");
    m_value->setPlaceholderText(m_lines.isEmpty() ? tr("Value") : !m_from.isEmpty() ? m_from : tr("%1 lines").arg(m_lines.count('\n') + 1));
    m_save->setEnabled(fine);
}

void SecretEditor::save()
{
    if (!isSecretName(m_name->text()) || m_save->isBusy())
        return;
    QByteArray value = m_lines.isEmpty() ? m_value->text().toUtf8() : m_lines;
    value.detach();
    Q_EMIT saveRequested(m_name->text(), value);
    wipe(value);
}

} // namespace run402
