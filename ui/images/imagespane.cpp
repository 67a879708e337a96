// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagespane.h"

#include "services/api/imagepricing.h"
#include "services/services.h"
#include "services/wallets.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/banner.h"
#include "ui/common/button.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/images/aspectbutton.h"
#include "ui/images/imagedelegate.h"
#include "ui/images/imagestage.h"
#include "ui/wallet/walletfacts.h"

#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QListView>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr int idRole = Qt::UserRole + 1;

/// As the service counts: characters, not UTF-16 units.
qsizetype characters(const QString& text)
{
    return text.toUcs4().size();
}

} // namespace

ImagesPane::ImagesPane(Services& services, QWidget* parent)
    : QWidget(parent), m_services(services), m_workspace(services.workspace())
    , m_library(new ImageLibrary(services.store(), services.options().dataFolder + u"/images"_s, this)), m_model(new QStandardItemModel(this))
{
    setObjectName(u"images"_s);
    setProperty("surface", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 14, 20, 14);
    row->setSpacing(20);
    row->addWidget(buildForm());
    row->addWidget(buildGallery(), 1);
    connect(&m_workspace, &Workspace::connectionChanged, this, &ImagesPane::readPrice);
    connect(&m_workspace, &Workspace::pricesChanged, this, &ImagesPane::readPrice); // all of them are read again together
    connect(&m_workspace, &Workspace::balancesChanged, this, &ImagesPane::refresh);
    connect(&m_workspace, &Workspace::environmentChanged, this, [this] {
        refresh();
        load();
    });
    connect(&m_services.wallets(), &Wallets::changed, this, &ImagesPane::refresh);
    readPrice();
    load();
}

QWidget* ImagesPane::buildForm()
{
    auto* form = new QWidget;
    form->setFixedWidth(Theme::of(this).scaled(320));
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    auto* title = new Label(tr("Describe a picture"), Theme::Font::Title);
    title->setFixedHeight(Theme::of(this).size("height.control")); // level with the bar beside it
    column->addWidget(title);
    m_trouble = new Banner(Tone::Danger, u"circle-alert"_s, {});
    m_trouble->setObjectName(u"images.problem"_s);
    m_trouble->hide();
    connect(m_trouble, &Banner::actionTriggered, this, [this] { Q_EMIT actionRequested(m_action); });
    column->addWidget(m_trouble);
    m_prompt = new QPlainTextEdit;
    m_prompt->setObjectName(u"images.prompt"_s);
    m_prompt->setAccessibleName(tr("Description"));
    m_prompt->setPlaceholderText(tr("A lighthouse made of paper, morning fog, soft light"));
    m_prompt->setTabChangesFocus(true);
    m_prompt->setFixedHeight(Theme::of(this).scaled(140));
    column->addWidget(m_prompt);
    m_count = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    column->addWidget(m_count);
    auto* shapes = new QHBoxLayout;
    shapes->setSpacing(8);
    const std::pair<QString, QString> aspects[] = {{u"square"_s, tr("Square")}, {u"landscape"_s, tr("Landscape")}, {u"portrait"_s, tr("Portrait")}};
    for (const auto& [id, name] : aspects) {
        auto* button = new AspectButton(id, name);
        button->setObjectName(u"images.aspect."_s + id);
        button->setChecked(id == "square"_L1);
        shapes->addWidget(button, 1);
        m_aspects << button;
    }
    column->addLayout(shapes);
    m_generate = new Button(tr("Generate"), u"sparkles"_s, Button::Variant::Primary);
    m_generate->setObjectName(u"images.generate"_s);
    m_generate->setSize(Button::Size::Large);
    column->addWidget(m_generate);
    auto* note = new Label(tr("Paid with prepaid credit or USDC, as your budget says. When a picture is refused or fails, x402 charges nothing; "
                              "prepaid credit and MPP stay charged. What is made is kept on this computer only."),
                           Theme::Font::Small, "text.muted");
    note->setWordWrap(true);
    column->addWidget(note);
    column->addStretch();
    connect(m_prompt, &QPlainTextEdit::textChanged, this, &ImagesPane::refresh);
    connect(m_generate, &Button::clicked, this, &ImagesPane::generate);
    return form;
}

QWidget* ImagesPane::buildGallery()
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(6);
    bar->addWidget(new Label(tr("Made here"), Theme::Font::Title));
    m_kept = new Label({}, Theme::Font::Small, "text.muted");
    bar->addWidget(m_kept);
    bar->addStretch();
    const auto add = [&](const QString& text, const QString& icon, const QString& id, void (ImagesPane::*act)()) {
        auto* button = new Button(text, icon, Button::Variant::Ghost);
        button->setObjectName(id);
        bar->addWidget(button);
        connect(button, &Button::clicked, this, act);
        return button;
    };
    m_save = add(tr("Save as"), u"download"_s, u"images.save"_s, &ImagesPane::saveAs);
    m_copy = add(tr("Copy"), u"copy"_s, u"images.copy"_s, &ImagesPane::copy);
    m_reuse = add(tr("Use its words"), u"rotate-ccw"_s, u"images.reuse"_s, &ImagesPane::reuse);
    m_remove = add(tr("Delete"), u"trash-2"_s, u"images.delete"_s, &ImagesPane::askRemove);
    column->addLayout(bar);
    m_list = new QListView;
    m_list->setObjectName(u"images.list"_s);
    m_list->setAccessibleName(tr("Pictures made on this computer"));
    m_list->setViewMode(QListView::IconMode);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setMovement(QListView::Static);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ImageDelegate(m_list));
    m_stack = new QStackedWidget;
    m_stack->addWidget(new EmptyState(u"image"_s, tr("No pictures yet"), tr("What you generate appears here, newest first.")));
    m_stage = new ImageStage;
    auto* shelf = new QWidget;
    auto* shelves = new QVBoxLayout(shelf);
    shelves->setContentsMargins(0, 0, 0, 0);
    shelves->setSpacing(6);
    shelves->addWidget(m_stage, 3);
    shelves->addWidget(m_list, 2);
    m_stack->addWidget(shelf);
    column->addWidget(m_stack, 1);
    connect(m_list->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ImagesPane::refresh);
    return box;
}

QString ImagesPane::aspect() const
{
    for (const AspectButton* button : m_aspects) {
        if (button->isChecked())
            return button->aspect();
    }
    return u"square"_s;
}

void ImagesPane::refresh()
{
    QString block;
    if (!m_workspace.isConnected() || !m_services.hasSession())
        block = tr("Not connected");
    else if (!m_services.wallets().active(m_workspace.isSandbox()))
        block = tr("A wallet pays for it: make one first");
    else
        block = m_workspace.capabilities().whyNot(Capability::Images);
    const QString price = this->price();
    if (block.isEmpty() && price.isEmpty())
        block = tr("The service has not said yet what it costs");
    m_generate->setText(price.isEmpty() ? tr("Generate") : tr("Generate, %1").arg(price));
    const qsizetype length = characters(m_prompt->toPlainText().trimmed());
    m_count->setText(tr("%1 of %2 characters").arg(length).arg(longestPrompt));
    m_count->setToken(length > longestPrompt ? "danger.text" : "text.muted");
    m_generate->setBusy(m_busy);
    m_generate->setEnabled(block.isEmpty() && length > 0 && length <= longestPrompt);
    m_generate->setToolTip(block);
    const bool any = m_list->selectionModel()->hasSelection();
    for (Button* button : {m_save, m_copy, m_reuse, m_remove})
        button->setEnabled(any);
    m_stage->show(chosen());
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 1 : 0);
    m_kept->setText(m_model->rowCount() > 0 ? QString::number(m_model->rowCount()) : QString());
}

void ImagesPane::readPrice()
{
    m_priceMicros.reset();
    auto* pricing = m_services.hasSession() && m_workspace.isConnected() ? dynamic_cast<ImagePricing*>(&m_services.money()) : nullptr;
    if (pricing) {
        pricing->imagePrice()->onDone(this, [this, reading = ++m_readings](const Result<qint64>& r) {
            if (reading != m_readings)
                return;
            if (r.ok())
                m_priceMicros = *r;
            refresh();
        });
    }
    refresh();
}

QString ImagesPane::price() const
{
    return m_priceMicros ? priceWords(*m_priceMicros, m_workspace.balances().value.value_or(QList<RailBalance>()), m_workspace.environment()) : QString();
}

void ImagesPane::load()
{
    const int generation = ++m_generation;
    m_model->clear();
    m_images.clear();
    m_library->list(environmentId(m_workspace.environment()))->onDone(this, [this, generation](const Result<QList<MadeImage>>& list) {
        if (generation != m_generation)
            return;
        if (!list.ok())
            return showProblem(list.error());
        for (const MadeImage& image : *list) {
            if (!m_images.contains(image.id)) // one made meanwhile
                addItem(image, false);
        }
        refresh();
    });
}

void ImagesPane::addItem(const MadeImage& image, bool first)
{
    auto* item = new QStandardItem(image.prompt);
    item->setData(QPixmap::fromImage(image.thumbnail), Qt::DecorationRole);
    item->setData(image.id, idRole);
    item->setToolTip(u"%1\n%2, %3"_s.arg(image.prompt, image.aspect, image.at.toLocalTime().toString(u"d MMM yyyy HH:mm"_s)));
    item->setEditable(false);
    m_images.insert(image.id, image);
    if (first)
        m_model->insertRow(0, item);
    else
        m_model->appendRow(item);
}

std::optional<MadeImage> ImagesPane::chosen() const
{
    const QModelIndexList rows = m_list->selectionModel()->selectedIndexes();
    if (rows.isEmpty())
        return std::nullopt;
    return m_images.value(rows.first().data(idRole).toLongLong());
}

void ImagesPane::generate()
{
    if (m_busy || !m_services.hasSession() || !m_priceMicros)
        return;
    const QString prompt = m_prompt->toPlainText().trimmed(), shape = aspect(), world = environmentId(m_workspace.environment());
    m_busy = true;
    m_trouble->hide();
    refresh();
    m_services.money().image(prompt, shape)->onDone(this, [this, prompt, shape, world](const Result<Money::Image>& r) {
        m_workspace.refreshBalances();
        if (r.ok())
            return arrived(prompt, world, r->aspect.isEmpty() ? shape : r->aspect, r->bytes);
        m_busy = false;
        refresh();
        showProblem(r.error());
    });
}

void ImagesPane::arrived(const QString& prompt, const QString& environment, const QString& aspect, const QByteArray& bytes)
{
    MadeImage image;
    image.at = QDateTime::currentDateTimeUtc();
    image.environment = environment;
    image.prompt = prompt;
    image.aspect = aspect;
    m_library->add(image, bytes)->onDone(this, [this, environment](const Result<MadeImage>& kept) {
        m_busy = false;
        if (!kept.ok()) {
            refresh();
            return showProblem(kept.error());
        }
        m_workspace.record(u"image"_s, tr("Made a picture: %1").arg(kept->prompt.simplified().left(80)), {{u"file"_s, kept->file}});
        if (environment == environmentId(m_workspace.environment())) {
            addItem(*kept, true);
            m_list->setCurrentIndex(m_model->index(0, 0));
        }
        refresh();
    });
}

void ImagesPane::saveAs()
{
    const auto image = chosen();
    if (!image)
        return;
    auto* dialog = new QFileDialog(this, tr("Save the picture"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"png"_s);
    dialog->setNameFilter(tr("PNG pictures (*.png)"));
    dialog->selectFile(u"image-%1.png"_s.arg(image->id));
    connect(dialog, &QFileDialog::fileSelected, this, [this, from = image->file](const QString& to) {
        // The person was asked about an existing file already.
        onWorker(this, [from, to] { return from == to || ((!QFile::exists(to) || QFile::remove(to)) && QFile::copy(from, to)); },
                 [this, to](bool found) {
            if (found)
                Q_EMIT noticed(tr("Saved as %1").arg(to));
            else
                showProblem(Problem::make(Problem::Kind::Local, u"image.not_kept"_s, to));
        });
    });
    dialog->open();
}

void ImagesPane::copy()
{
    const auto image = chosen();
    if (!image)
        return;
    onWorker(this, [file = image->file] {
        QFile png(file);
        return png.open(QIODevice::ReadOnly) ? ImageLibrary::decode(png.readAll()) : QImage();
    }, [this](const QImage& found) {
        if (found.isNull())
            return showProblem(Problem::make(Problem::Kind::Local, u"image.unreadable"_s, {}));
        QGuiApplication::clipboard()->setImage(found);
        Q_EMIT noticed(tr("The picture is in the clipboard"));
    });
}

void ImagesPane::reuse()
{
    const auto image = chosen();
    if (!image)
        return;
    m_prompt->setPlainText(image->prompt);
    for (AspectButton* button : std::as_const(m_aspects))
        button->setChecked(button->aspect() == image->aspect);
    m_prompt->setFocus();
}

void ImagesPane::askRemove()
{
    const auto image = chosen();
    if (!image)
        return;
    ConfirmDialog::Options options;
    options.title = tr("Delete this picture?");
    const QString again = price();
    options.text = again.isEmpty() ? tr("The service has no copy. Making it again costs what a new one does and gives another picture.")
                                   : tr("The service has no copy. Making it again costs what a new one does (%1) and gives another picture.").arg(again);
    options.accept = tr("Delete picture, free");
    options.dangerous = true;
    ConfirmDialog::ask(this, options, this, [this, image = *image] {
        m_library->remove(image)->onDone(this, [this, id = image.id](const Result<Done>& done) {
            if (!done.ok())
                return showProblem(done.error());
            for (int row = 0; row < m_model->rowCount(); ++row) {
                if (m_model->item(row)->data(idRole).toLongLong() == id) {
                    m_model->removeRow(row);
                    break;
                }
            }
            m_images.remove(id);
            refresh();
        });
    });
}

void ImagesPane::showProblem(const Problem& problem)
{
    if (problem.kind == Problem::Kind::Cancelled)
        return;
    const ProblemWords words = problemWords(problem);
    m_action = words.action == "retry"_L1 ? QString() : words.action;
    QString text = words.why.isEmpty() ? problem.message : words.why;
    if (!words.next.isEmpty())
        text += u' ' + words.next;
    m_trouble->setText(text, words.title);
    m_trouble->setAction(m_action.isEmpty() ? QString() : words.button);
    m_trouble->show();
}

} // namespace run402
