// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/dropzone.h"

#include "ui/common/button.h"
#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"
#include "ui/common/toggleswitch.h"
#include "ui/deploy/deploywords.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QMimeData>
#include <QPainter>

namespace run402 {

DropZone::DropZone(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("deploy.drop"));
    setAccessibleName(tr("Files to deploy"));
    setAcceptDrops(true);
    setMinimumHeight(68);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(18, 8, 14, 8);
    row->setSpacing(12);
    row->addWidget(new IconLabel(QStringLiteral("folder-up"), 24, "accent.text"));
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    m_place = new ElidedLabel({}, Theme::Font::BodyMedium);
    m_place->setObjectName(QStringLiteral("deploy.place"));
    m_place->setElideMode(Qt::ElideMiddle);
    m_note = new ElidedLabel({}, Theme::Font::Small, "text.muted");
    m_note->setObjectName(QStringLiteral("deploy.note"));
    words->addStretch();
    words->addWidget(m_place);
    words->addWidget(m_note);
    words->addStretch();
    row->addLayout(words, 1);
    m_watch = new Switch(tr("Watch for changes"));
    m_watch->setObjectName(QStringLiteral("deploy.watch"));
    m_watch->setAccessibleName(tr("Watch for changes"));
    m_watch->setToolTip(tr("Looks at the files again when they change. Nothing is deployed by itself."));
    row->addWidget(m_watch);
    m_choose = new Button(tr("Choose"), Button::Variant::Secondary);
    m_choose->setSize(Button::Size::Small);
    m_choose->setObjectName(QStringLiteral("deploy.choose"));
    m_choose->setAccessibleName(tr("Choose files to deploy"));
    auto* menu = new QMenu(m_choose);
    menu->addAction(tr("Folder…"), this, &DropZone::chooseFolder);
    menu->addAction(tr("Zip or manifest…"), this, &DropZone::chooseFile);
    m_choose->setMenu(menu);
    row->addWidget(m_choose);
    connect(m_watch, &Switch::toggled, this, &DropZone::watchToggled);
    setPlace({});
}

void DropZone::setPlace(const QString& path)
{
    m_place->setText(path.isEmpty() ? tr("Drop a folder, zip or app.json here") : DeployWords::place(path));
    m_place->setToolTip(path);
    m_watch->setVisible(!path.isEmpty());
    setNote({});
}

void DropZone::setNote(const QString& text, bool danger)
{
    m_note->setToken(danger ? "danger.text" : "text.muted");
    m_note->setText(!text.isEmpty() ? text
                    : m_watch->isHidden() ? tr("It is read and checked first. Nothing is sent yet.")
                                          : tr("Drop another folder, zip or app.json here"));
}

void DropZone::setWatching(bool on)
{
    const QSignalBlocker blocker(m_watch);
    m_watch->setChecked(on);
}

void DropZone::setLocked(bool locked)
{
    m_locked = locked;
    m_choose->setEnabled(!locked);
}

void DropZone::chooseFolder()
{
    auto* dialog = new QFileDialog(this, tr("Folder to deploy"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &DropZone::chosen);
    dialog->open();
}

void DropZone::chooseFile()
{
    auto* dialog = new QFileDialog(this, tr("Zip or manifest to deploy"), {}, tr("Zip or manifest (*.zip *.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &DropZone::chosen);
    dialog->open();
}

void DropZone::dragEnterEvent(QDragEnterEvent* event)
{
    const auto urls = event->mimeData()->urls();
    if (m_locked || urls.size() != 1 || !urls.first().isLocalFile())
        return;
    m_over = true;
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void DropZone::dragLeaveEvent(QDragLeaveEvent*)
{
    m_over = false;
    update();
}

void DropZone::dropEvent(QDropEvent* event)
{
    m_over = false;
    update();
    const auto urls = event->mimeData()->urls();
    if (m_locked || urls.size() != 1 || !urls.first().isLocalFile())
        return;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT chosen(urls.first().toLocalFile());
}

void DropZone::paintEvent(QPaintEvent*)
{
    QPainter p(this);
    paintDropArea(&p, rect(), Theme::of(this), m_over);
}

} // namespace run402
