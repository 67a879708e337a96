// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secretvalues/envimportdialog.h"

#include "services/secrets/wipe.h"
#include "ui/common/button.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QVBoxLayout>

namespace run402 {

namespace {

QString faultWords(const DotenvEntry& entry)
{
    switch (entry.fault) {
    case DotenvEntry::Fault::None: return {};
    case DotenvEntry::Fault::NoEquals: return EnvImportDialog::tr("no = in the line");
    case DotenvEntry::Fault::BadName: return EnvImportDialog::tr("only A to Z, 0 to 9 and _ in a name");
    case DotenvEntry::Fault::OpenQuote: return EnvImportDialog::tr("the quote is never closed");
    case DotenvEntry::Fault::Repeated: return EnvImportDialog::tr("given again further down");
    case DotenvEntry::Fault::TooLong: return EnvImportDialog::tr("longer than 64 KB");
    }
    return {};
}

} // namespace

EnvImportDialog::EnvImportDialog(QWidget* anchor, const QString& fileName, QList<DotenvEntry> entries, const QSet<QString>& existing,
                                 int room)
    : DialogFrame(anchor, 560), m_entries(std::move(entries)), m_existing(existing), m_room(room)
{
    setObjectName(QStringLiteral("secrets.import.dialog"));
    setAccessibleName(tr("Secrets from %1").arg(fileName));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(18, 16, 18, 12);
    column->setSpacing(8);
    column->addWidget(new Label(tr("Secrets from %1").arg(fileName), Theme::Font::Title));
    auto* text = new Label(tr("Only the names are shown. The values go to Run402 and are wiped here; nobody can read them back."),
                           Theme::Font::Small, "text.secondary");
    text->setWordWrap(true);
    column->addWidget(text);
    auto* list = new QWidget;
    list->setProperty("surface", true);
    auto* rows = new QVBoxLayout(list);
    rows->setContentsMargins(0, 4, 8, 4);
    rows->setSpacing(0);
    for (const DotenvEntry& entry : std::as_const(m_entries))
        rows->addWidget(makeRow(entry, existing.contains(entry.name)));
    rows->addStretch();
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(list);
    scroll->setMinimumHeight(std::min(320, 12 + 30 * int(m_entries.size())));
    column->addWidget(scroll);
    m_note = new Label({}, Theme::Font::Small, "text.secondary");
    m_note->setWordWrap(true);
    column->addWidget(m_note);
    body()->addLayout(column);
    auto* cancel = new Button(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("secrets.import.cancel"));
    m_accept = new Button({}, Button::Variant::Primary);
    m_accept->setObjectName(QStringLiteral("secrets.import.accept"));
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(m_accept);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_accept, &Button::clicked, this, &QDialog::accept);
    setFirstFocus(cancel);
    refresh();
}

EnvImportDialog::~EnvImportDialog()
{
    for (DotenvEntry& entry : m_entries)
        wipe(entry.value);
}

QWidget* EnvImportDialog::makeRow(const DotenvEntry& entry, bool replaces)
{
    auto* row = new QWidget;
    row->setFixedHeight(30);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    QCheckBox* box = nullptr;
    const bool good = entry.fault == DotenvEntry::Fault::None;
    if (good) {
        box = new QCheckBox;
        box->setChecked(true);
        box->setAccessibleName(entry.name);
        box->setObjectName(QStringLiteral("secrets.import.") + entry.name);
        connect(box, &QCheckBox::toggled, this, &EnvImportDialog::refresh);
        layout->addWidget(box);
    } else {
        layout->addSpacing(24);
    }
    m_boxes << box;
    layout->addWidget(new ElidedLabel(entry.name.isEmpty() ? tr("Line %1").arg(entry.line) : entry.name, Theme::Font::Mono,
                                      good ? "text.primary" : "text.muted"), 1);
    if (good)
        layout->addWidget(new Label(tr("%1 bytes").arg(entry.value.size()), Theme::Font::CaptionPlain, "text.muted"));
    else
        layout->addWidget(new Label(tr("line %1: %2").arg(entry.line).arg(faultWords(entry)), Theme::Font::CaptionPlain, "danger.text"));
    auto* chip = new Chip(!good ? tr("Left out") : replaces ? tr("Replaces") : tr("New"), !good ? Tone::Danger : replaces ? Tone::Warning : Tone::Success);
    layout->addWidget(chip);
    return row;
}

void EnvImportDialog::refresh()
{
    int chosen = 0, added = 0;
    for (int i = 0; i < m_boxes.size(); ++i) {
        if (!m_boxes.at(i) || !m_boxes.at(i)->isChecked())
            continue;
        ++chosen;
        added += !m_existing.contains(m_entries.at(i).name);
    }
    const bool fits = added <= m_room;
    m_note->setText(m_entries.isEmpty() ? tr("There is no NAME=value line in this file.")
                    : fits              ? tr("%1 new, %2 replaced.").arg(added).arg(chosen - added)
                                        : tr("Your tier has room for %1 more; %2 are chosen.").arg(m_room).arg(added));
    m_note->setToken(fits ? "text.secondary" : "danger.text");
    m_accept->setText(tr("Set %n secret(s), free", nullptr, chosen));
    m_accept->setEnabled(chosen > 0 && fits);
}

QList<DotenvEntry> EnvImportDialog::takeChosen()
{
    QList<DotenvEntry> chosen;
    for (int i = 0; i < m_boxes.size(); ++i) {
        if (m_boxes.at(i) && m_boxes.at(i)->isChecked())
            chosen << std::exchange(m_entries[i], {});
    }
    return chosen;
}

} // namespace run402
