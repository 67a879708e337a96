// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/storage/objectinspector.h"

#include "models/domain/datasize.h"
#include "models/item/jsontext.h"
#include "services/services.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/common/theme.h"
#include "ui/storage/thumbnails.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr qint64 maxPreview = 4 << 20;
constexpr int previewWidth = 300, previewHeight = 210;
constexpr qsizetype textLetters = 20'000;

struct Picture { QImage image; QSize size; };

bool isText(const QString& type)
{
    return type.startsWith(QLatin1String("text/")) || type.contains(QLatin1String("json")) || type.contains(QLatin1String("xml"))
           || type.contains(QLatin1String("javascript")) || type.contains(QLatin1String("yaml"));
}

} // namespace

ObjectInspector::ObjectInspector(Services& services, QWidget* parent) : QWidget(parent), m_services(services)
{
    setObjectName(QStringLiteral("storage.inspector"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(10);
    m_picture = new Label({}, Theme::Font::Small, "text.muted");
    m_picture->setObjectName(QStringLiteral("storage.preview"));
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setMinimumHeight(previewHeight);
    m_picture->setWordWrap(true);
    m_text = new QPlainTextEdit;
    m_text->setObjectName(QStringLiteral("storage.previewText"));
    m_text->setAccessibleName(tr("Beginning of the file"));
    m_text->setReadOnly(true);
    m_text->setFixedHeight(previewHeight);
    m_text->setFont(Theme::of().font(Theme::Font::MonoSmall));
    m_text->hide();
    column->addWidget(m_picture);
    column->addWidget(m_text);
    auto* facts = new QGridLayout;
    facts->setHorizontalSpacing(12);
    facts->setVerticalSpacing(8);
    facts->setColumnStretch(1, 1);
    const auto fact = [&](const QString& name) {
        auto* value = new Label({}, Theme::Font::Body);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        const int row = facts->rowCount();
        facts->addWidget(new Label(name, Theme::Font::Body, "text.secondary"), row, 0, Qt::AlignTop);
        facts->addWidget(value, row, 1);
        return value;
    };
    m_path = fact(tr("Path"));
    m_type = fact(tr("Type"));
    m_size = fact(tr("Size"));
    m_time = fact(tr("Uploaded"));
    column->addLayout(facts);
    column->addWidget(new Label(tr("Signed link"), Theme::Font::Subtitle));
    m_linkNote = new Label({}, Theme::Font::Small, "text.secondary");
    m_linkNote->setObjectName(QStringLiteral("storage.linkNote"));
    m_linkNote->setWordWrap(true);
    column->addWidget(m_linkNote);
    auto* link = new QHBoxLayout;
    m_link = new LineEdit;
    m_link->setObjectName(QStringLiteral("storage.link"));
    m_link->setAccessibleName(tr("Signed link"));
    m_link->setReadOnly(true);
    m_link->setMono(true);
    m_copy = new CopyButton(tr("the link"));
    m_copy->setTextSource([this] { return m_link->text(); });
    m_make = new Button(tr("Make a link for 1 hour"), QStringLiteral("link"), Button::Variant::Secondary);
    m_make->setObjectName(QStringLiteral("storage.sign"));
    connect(m_make, &Button::clicked, this, &ObjectInspector::sign);
    link->addWidget(m_make, 0, Qt::AlignLeft);
    link->addWidget(m_link, 1);
    link->addWidget(m_copy);
    column->addLayout(link);
    column->addStretch();
    auto* foot = new QHBoxLayout;
    auto* download = new Button(tr("Download"), QStringLiteral("download"), Button::Variant::Secondary);
    download->setObjectName(QStringLiteral("storage.download"));
    m_replace = new Button(tr("Replace"));
    m_replace->setObjectName(QStringLiteral("storage.replace"));
    m_rename = new Button(tr("Rename"));
    m_rename->setObjectName(QStringLiteral("storage.rename"));
    m_remove = new Button({}, QStringLiteral("trash-2"), Button::Variant::Danger);
    m_remove->setAccessibleName(tr("Delete"));
    m_remove->setToolTip(tr("Delete"));
    m_remove->setObjectName(QStringLiteral("storage.delete"));
    for (Button* button : {download, m_replace, m_rename, m_remove})
        button->setSize(Button::Size::Small);
    foot->setSpacing(6);
    foot->addWidget(download);
    foot->addWidget(m_replace);
    foot->addWidget(m_rename);
    foot->addStretch();
    foot->addWidget(m_remove);
    column->addLayout(foot);
    connect(download, &Button::clicked, this, &ObjectInspector::downloadRequested);
    connect(m_rename, &Button::clicked, this, &ObjectInspector::renameRequested);
    connect(m_replace, &Button::clicked, this, &ObjectInspector::replaceRequested);
    connect(m_remove, &Button::clicked, this, &ObjectInspector::removeRequested);
}

void ObjectInspector::setWritable(bool writable)
{
    m_replace->setEnabled(writable);
    m_rename->setEnabled(writable);
    m_remove->setEnabled(writable);
}

void ObjectInspector::show(const QString& projectId, const QString& bucket, const StoredFile& file)
{
    if (projectId == m_projectId && bucket == m_bucket && file.path == m_file.path && file.modifiedAt == m_file.modifiedAt)
        return;
    if (m_loading)
        m_loading->cancel();
    ++m_generation;
    m_projectId = projectId;
    m_bucket = bucket;
    m_file = file;
    m_path->setText(file.path);
    m_type->setText(file.contentType.isEmpty() ? tr("%1 (by its name)").arg(contentTypeOf(file.path)) : file.contentType);
    m_size->setText(tr("%1 (%2 bytes)").arg(byteText(file.size), QLocale(QLocale::English).toString(file.size)));
    m_time->setText(file.modifiedAt.isValid() ? QLocale(QLocale::English).toString(file.modifiedAt.toLocalTime(), QStringLiteral("d MMM yyyy, HH:mm")) : tr("Not known"));
    m_link->clear();
    m_link->hide();
    m_copy->hide();
    m_make->show();
    m_make->setBusy(false);
    const Capabilities& can = m_services.workspace().capabilities();
    m_make->setEnabled(can.has(Capability::ObjectLinks));
    m_linkNote->setText(m_make->isEnabled() ? tr("Anyone with the link can read the file until it runs out.")
                                            : can.whyNot(Capability::ObjectLinks));
    preview();
}

void ObjectInspector::preview()
{
    m_text->hide();
    m_picture->show();
    m_picture->setPixmap({});
    const QString type = m_file.contentType.isEmpty() ? contentTypeOf(m_file.path) : m_file.contentType;
    const bool image = type.startsWith(QLatin1String("image/"));
    if ((!image && !isText(type)) || m_file.size > maxPreview) {
        m_picture->setText(m_file.size > maxPreview ? tr("Too large for a preview. Download it to look at it.") : tr("No preview for this type. Download it to open it."));
        return;
    }
    m_picture->setText(tr("Loading the preview"));
    auto bytes = std::make_shared<QByteArray>();
    auto* call = m_services.objects().download(m_projectId, m_bucket, m_file.path, [bytes](const QByteArray& part) {
        bytes->append(part);
        return true;
    }, maxPreview);
    m_loading = call;
    call->onDone(this, [this, bytes, generation = m_generation](const Result<Objects::Object>& r) {
        if (generation == m_generation)
            previewed(r, *bytes);
    });
}

void ObjectInspector::previewed(const Result<Objects::Object>& outcome, const QByteArray& bytes)
{
    if (!outcome.ok()) {
        const ProblemWords words = problemWords(outcome.error());
        m_picture->setText(words.title + QLatin1Char('\n') + words.why);
        return;
    }
    m_type->setText(outcome->contentType);
    if (!outcome->contentType.startsWith(QLatin1String("image/"))) {
        m_picture->hide();
        m_text->show();
        m_text->setPlainText(outcome->contentType.contains(QLatin1String("json")) ? prettyJson(bytes.left(textLetters * 4), textLetters)
                                                                                   : QString::fromUtf8(bytes.left(textLetters)));
        return;
    }
    onWorker(this, [bytes] {
        Picture p;
        p.image = Thumbnails::decode(bytes, QSize(previewWidth, previewHeight) * 2, &p.size);
        return p;
    }, [this, generation = m_generation](const Picture& p) {
        if (generation != m_generation)
            return;
        if (p.image.isNull())
            return m_picture->setText(tr("This picture cannot be shown."));
        m_picture->setPixmap(QPixmap::fromImage(p.image.scaled(previewWidth, previewHeight, Qt::KeepAspectRatio, Qt::SmoothTransformation)));
        m_picture->setAccessibleName(tr("Preview of %1").arg(m_file.path));
        Q_EMIT previewRead(m_file, p.image);
        m_size->setText(tr("%1, %2 × %3").arg(byteText(m_file.size)).arg(p.size.width()).arg(p.size.height()));
    });
}

void ObjectInspector::sign()
{
    m_make->setBusy(true);
    m_services.objects().sign(m_projectId, m_bucket, m_file.path)->onDone(this, [this, generation = m_generation](const Result<Objects::SignedLink>& r) {
        if (generation != m_generation)
            return;
        m_make->setBusy(false);
        if (!r.ok()) {
            const ProblemWords words = problemWords(r.error());
            return m_linkNote->setText(words.title + QLatin1Char(' ') + words.why);
        }
        m_make->hide();
        m_link->setText(r->url.toString());
        m_link->setCursorPosition(0);
        m_link->show();
        m_copy->show();
        m_linkNote->setText(tr("Anyone with the link can read the file. Runs out at %1.").arg(QLocale(QLocale::English).toString(r->expiresAt.toLocalTime(), QStringLiteral("HH:mm"))));
    });
}

} // namespace run402
