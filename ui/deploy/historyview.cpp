// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/deploy/historyview.h"

#include "models/domain/datasize.h"
#include "services/services.h"
#include "services/store/releasecontents.h"
#include "services/store/releasehistory.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/button.h"
#include "ui/common/card.h"
#include "ui/common/chip.h"
#include "ui/common/confirmdialog.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"
#include "ui/deploy/addressescard.h"
#include "ui/deploy/changescard.h"
#include "ui/deploy/deploywords.h"
#include "ui/preview/deploymentslist.h"

#include <QComboBox>
#include <QFile>
#include <QHBoxLayout>

namespace run402 {

namespace {

constexpr qint64 diffBytes = 256 * 1024;
constexpr int listedReleases = 200;
const char* const folderBase = "folder";

QList<SiteFile> filesOf(const Release& release)
{
    QList<SiteFile> files;
    for (auto it = release.hashes.cbegin(); it != release.hashes.cend(); ++it)
        files.append({it.key(), {}, {}, release.sizes.value(it.key(), 0), it.value()});
    return files;
}

QString when(const Release& release)
{
    return release.createdAt.toLocalTime().toString(QStringLiteral("d MMM HH:mm"));
}

} // namespace

HistoryView::HistoryView(Services& services, std::function<QList<SiteFile>()> folder, QWidget* parent)
    : QWidget(parent), m_services(services), m_folder(std::move(folder))
{
    setObjectName(QStringLiteral("history"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 14, 20, 14);
    column->setSpacing(12);
    column->addWidget(buildHead());
    auto* row = new QHBoxLayout;
    row->setSpacing(14);
    row->addWidget(buildLeft(), 44);
    row->addWidget(buildRight(), 70);
    column->addLayout(row, 1);
    connect(&services.workspace(), &Workspace::addressesChanged, this, [this] {
        m_list->setReleases(m_releases, liveId());
        showFacts();
    });
    connect(&services.workspace(), &Workspace::currentProjectChanged, this, [this] {
        m_wanted.clear();
        if (isVisible())
            refresh();
    });
}

QWidget* HistoryView::buildHead()
{
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    auto* back = new IconButton(QStringLiteral("arrow-left"), tr("Back to deploying"));
    back->setObjectName(QStringLiteral("history.back"));
    row->addWidget(back);
    row->addWidget(new Label(tr("Deployments"), Theme::Font::Display));
    row->addWidget(new ElidedLabel(tr("sent from this computer; the service keeps no list"), Theme::Font::Body, "text.muted"), 1);
    connect(back, &QAbstractButton::clicked, this, &HistoryView::backRequested);
    return head;
}

QWidget* HistoryView::buildLeft()
{
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* card = new Card(tr("History"));
    card->body()->setContentsMargins(1, 0, 1, 1);
    card->body()->setSpacing(0);
    m_list = new DeploymentsList(QStringLiteral("history"));
    card->body()->addWidget(m_list, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(14, 4, 14, 12);
    foot->setSpacing(6);
    m_lookUp = new LineEdit(tr("Ask the service about an id: dpl_…"));
    m_lookUp->setObjectName(QStringLiteral("history.lookUp"));
    m_lookUp->setAccessibleName(tr("Deployment id to ask about"));
    m_lookUp->setIconName(QStringLiteral("search"));
    m_lookUp->setMono(true);
    m_lookUpWords = new Label({}, Theme::Font::Small, "text.secondary");
    m_lookUpWords->setObjectName(QStringLiteral("history.lookUpWords"));
    m_lookUpWords->setWordWrap(true);
    m_lookUpWords->hide();
    foot->addWidget(m_lookUp);
    foot->addWidget(m_lookUpWords);
    card->body()->addLayout(foot);
    column->addWidget(card, 1);
    m_addresses = new AddressesCard(m_services);
    column->addWidget(m_addresses);
    connect(m_list, &DeploymentsList::releaseChosen, this, &HistoryView::choose);
    connect(m_list, &DeploymentsList::makeLiveRequested, this, &HistoryView::askMakeLive);
    connect(m_list, &DeploymentsList::previewRequested, this, &HistoryView::previewRequested);
    connect(m_addresses, &AddressesCard::openRequested, this, &HistoryView::previewRequested);
    connect(m_lookUp, &QLineEdit::returnPressed, this, [this] { checkStatus(m_lookUp->text().trimmed()); });
    return left;
}

QWidget* HistoryView::buildRight()
{
    m_detail = new QWidget;
    auto* column = new QVBoxLayout(m_detail);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    auto* card = new Card;
    card->body()->setContentsMargins(16, 12, 16, 12);
    card->body()->setSpacing(8);
    auto* top = new QHBoxLayout;
    top->setSpacing(8);
    m_id = new Label({}, Theme::Font::MonoStrong);
    m_id->setObjectName(QStringLiteral("history.id"));
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_live = new Chip(tr("Live"), Tone::Success);
    m_live->setObjectName(QStringLiteral("history.live"));
    m_status = new Button(tr("Ask the service"), QStringLiteral("cloud"), Button::Variant::Secondary);
    m_status->setObjectName(QStringLiteral("history.status"));
    m_again = new Button(tr("Deploy this again, free"), QStringLiteral("rocket"), Button::Variant::Secondary);
    m_again->setObjectName(QStringLiteral("history.again"));
    top->addWidget(m_id);
    top->addWidget(m_live);
    top->addStretch();
    top->addWidget(m_status);
    top->addWidget(m_again);
    card->body()->addLayout(top);
    m_facts = new ElidedLabel({}, Theme::Font::Small, "text.secondary");
    m_facts->setObjectName(QStringLiteral("history.facts"));
    m_kept = new Label({}, Theme::Font::Small, "text.muted");
    m_kept->setObjectName(QStringLiteral("history.kept"));
    m_words = new Label({}, Theme::Font::Small, "text.secondary");
    m_words->setObjectName(QStringLiteral("history.words"));
    m_words->setWordWrap(true);
    m_words->hide();
    for (QWidget* w : {static_cast<QWidget*>(m_facts), static_cast<QWidget*>(m_kept), static_cast<QWidget*>(m_words)})
        card->body()->addWidget(w);
    column->addWidget(card);
    m_base = new QComboBox;
    m_base->setObjectName(QStringLiteral("history.base"));
    m_base->setAccessibleName(tr("Compare with"));
    auto* compareRow = new QHBoxLayout;
    compareRow->setSpacing(8);
    compareRow->addWidget(new Label(tr("Compare with"), Theme::Font::Label, "text.secondary"));
    compareRow->addWidget(m_base, 1);
    column->addLayout(compareRow);
    m_changes = new ChangesCard(QStringLiteral("history"));
    column->addWidget(m_changes, 1);
    m_detail->hide();
    connect(m_status, &Button::clicked, this, [this] { checkStatus(m_chosen.id); });
    connect(m_again, &Button::clicked, this, &HistoryView::again);
    connect(m_base, &QComboBox::activated, this, &HistoryView::compare);
    connect(m_changes, &ChangesCard::fileChosen, this, &HistoryView::showText);
    auto* right = new QWidget; // keeps its place while nothing is chosen
    auto* frame = new QVBoxLayout(right);
    frame->setContentsMargins(0, 0, 0, 0);
    frame->addWidget(m_detail);
    return right;
}

void HistoryView::startLookUp()
{
    m_lookUp->setFocus(Qt::ShortcutFocusReason);
}

void HistoryView::refresh()
{
    const QString project = m_services.workspace().currentProjectId();
    if (project.isEmpty())
        return listed({});
    m_services.releaseHistory().list(project, listedReleases)->onDone(this, [this, project](const Result<QList<Release>>& r) {
        if (project != m_services.workspace().currentProjectId())
            return;
        if (!r.ok())
            return say(problemWords(r.error()).title, true);
        listed(*r);
    });
}

void HistoryView::listed(const QList<Release>& releases)
{
    m_releases.clear();
    for (const Release& release : releases) {
        if (!release.id.isEmpty())
            m_releases << release;
    }
    m_list->setReleases(m_releases, liveId());
    m_detail->setVisible(!m_releases.isEmpty());
    const auto known = [this](const QString& id) {
        return std::any_of(m_releases.cbegin(), m_releases.cend(), [&](const Release& r) { return r.id == id; });
    };
    if (m_releases.isEmpty())
        return m_addresses->setRelease(liveId());
    choose(known(m_wanted) ? m_wanted : m_releases.first().id);
}

QString HistoryView::liveId() const
{
    const auto& addresses = m_services.workspace().addresses().value;
    if (addresses && !addresses->isEmpty())
        return addresses->first().deploymentId;
    return {}; // without an address every deployment stands under its own
}

void HistoryView::choose(const QString& id)
{
    m_wanted = id;
    m_list->choose(id);
    m_addresses->setRelease(id);
    const QString project = m_services.workspace().currentProjectId();
    m_services.releaseHistory().get(project, id)->onDone(this, [this, id](const Result<Release>& r) {
        if (id != m_wanted)
            return;
        if (!r.ok())
            return say(problemWords(r.error()).title, true);
        loaded(*r);
    });
}

void HistoryView::loaded(const Release& release)
{
    const bool other = m_chosen.id != release.id;
    m_chosen = release;
    if (other)
        m_words->hide();
    showFacts();
    fillBases();
    compare();
    m_again->setEnabled(false);
    m_services.releaseContents().find(release)->onDone(this, [this, id = release.id](const Result<ReleaseContents::Found>& r) {
        if (id != m_chosen.id || !r.ok())
            return;
        const bool whole = r->missing.isEmpty() && !r->files.isEmpty();
        m_again->setEnabled(whole);
        m_kept->setText(whole ? tr("All its files are kept on this computer.")
                              : tr("%1 of %2 files are kept on this computer; it cannot be sent again from here.")
                                    .arg(r->files.size())
                                    .arg(r->files.size() + r->missing.size()));
    });
}

void HistoryView::showFacts()
{
    m_id->setText(m_chosen.id);
    m_live->setVisible(!m_chosen.id.isEmpty() && m_chosen.id == liveId());
    QStringList facts{when(m_chosen), DeployWords::files(m_chosen.fileCount), byteText(m_chosen.totalBytes)};
    if (!m_chosen.note.isEmpty())
        facts << m_chosen.note;
    facts << m_chosen.url;
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
}

void HistoryView::fillBases()
{
    m_base->clear();
    bool older = false;
    m_base->addItem(tr("Nothing, all files"), QString());
    for (const Release& r : std::as_const(m_releases)) {
        if (r.id == m_chosen.id) {
            older = true;
            continue;
        }
        m_base->addItem(tr("%1, %2").arg(r.id, when(r)), r.id);
        if (older) { // the one right before is what people ask for
            m_base->setCurrentIndex(m_base->count() - 1);
            older = false;
        }
    }
    if (!m_folder().isEmpty())
        m_base->addItem(tr("The chosen folder"), QString::fromLatin1(folderBase));
}

void HistoryView::compare()
{
    const QString base = m_base->currentData().toString();
    const int turn = ++m_turn;
    if (base.isEmpty())
        return showFiles(filesOf(m_chosen), std::nullopt);
    if (base == QLatin1String(folderBase))
        return showFiles(m_folder(), m_chosen); // the folder is what comes after
    m_services.releaseHistory().get(m_services.workspace().currentProjectId(), base)->onDone(this, [this, turn](const Result<Release>& r) {
        if (turn == m_turn && r.ok())
            showFiles(filesOf(m_chosen), *r);
    });
}

void HistoryView::showFiles(const QList<SiteFile>& files, const std::optional<Release>& base)
{
    m_newFiles = files;
    m_oldHashes = base ? base->hashes : QHash<QString, QByteArray>();
    QList<FileTreeEntry> entries;
    for (const FileChange& c : diffFiles(files, m_oldHashes, base ? base->sizes : QHash<QString, qint64>())) {
        entries.append({QStringLiteral("site/") + c.path, c.path, FileTreeEntry::Category::Site,
                        base ? std::optional(c.kind) : std::nullopt, c.size, c.oldSize});
    }
    m_shownText.clear();
    m_changes->setHeading(!base                         ? tr("Files")
                          : base->id == m_chosen.id ? tr("The folder against this deployment")
                                                    : tr("Changes against %1").arg(base->id),
                          base.has_value());
    m_changes->setEntries(entries);
}

void HistoryView::showText(const FileTreeEntry& entry)
{
    m_shownText = entry.key;
    if (entry.kind != FileChange::Kind::Changed)
        return;
    const auto file = std::find_if(m_newFiles.cbegin(), m_newFiles.cend(), [&](const SiteFile& f) { return f.path == entry.key; });
    if (file == m_newFiles.cend())
        return;
    if (entry.size > diffBytes || entry.oldSize > diffBytes)
        return m_changes->setDiff(entry.key, std::nullopt, tr("too large to compare line by line"));
    const QString gone = tr("changed; the contents are not kept on this computer any more");
    ReleaseContents& kept = m_services.releaseContents();
    kept.read(m_oldHashes.value(entry.key), diffBytes)->onDone(this, [this, file = *file, gone, &kept](const Result<QByteArray>& before) {
        if (m_shownText != file.path)
            return;
        if (!before.ok())
            return m_changes->setDiff(file.path, std::nullopt, gone);
        if (file.diskPath.isEmpty() && !file.data.isEmpty())
            return showLines(file.path, *before, file.data);
        if (!file.diskPath.isEmpty()) {
            onWorker(this, [path = file.diskPath] {
                QFile in(path);
                return in.open(QIODevice::ReadOnly) ? in.read(diffBytes) : QByteArray();
            }, [this, key = file.path, old = *before](const QByteArray& found) { showLines(key, old, found); });
            return;
        }
        kept.read(file.sha256, diffBytes)->onDone(this, [this, key = file.path, old = *before, gone](const Result<QByteArray>& after) {
            if (m_shownText != key)
                return;
            if (!after.ok())
                return m_changes->setDiff(key, std::nullopt, gone);
            showLines(key, old, *after);
        });
    });
}

void HistoryView::showLines(const QString& key, const QByteArray& before, const QByteArray& after)
{
    if (m_shownText != key)
        return;
    if (before.contains('\0') || after.contains('\0'))
        return m_changes->setDiff(key, std::nullopt, tr("changed, not a text"));
    using Lines = std::optional<QList<ChangedLine>>;
    onWorker(this, [before, after]() -> Lines { return diffLines(QString::fromUtf8(before), QString::fromUtf8(after)); },
             [this, key](const Lines& lines) {
        if (m_shownText == key)
            m_changes->setDiff(key, lines, lines ? QString() : tr("the texts have little in common"));
    });
}

void HistoryView::again()
{
    m_services.releaseContents().find(m_chosen)->onDone(this, [this, release = m_chosen](const Result<ReleaseContents::Found>& r) {
        if (!r.ok() || !r->missing.isEmpty())
            return say(tr("Its files are not all kept on this computer any more."), true);
        Q_EMIT againRequested(release, r->files);
    });
}

void HistoryView::checkStatus(const QString& id)
{
    if (id.isEmpty() || !m_services.hasSession())
        return;
    const bool own = id == m_chosen.id && !m_lookUp->hasFocus();
    const auto tell = [this, own](const QString& text, bool danger) {
        if (own)
            return say(text, danger);
        m_lookUpWords->setText(text);
        m_lookUpWords->setToken(danger ? "danger.text" : "text.secondary");
        m_lookUpWords->show();
    };
    m_status->setBusy(own);
    m_services.releases().get(id)->onDone(this, [this, id, tell](const Result<Release>& r) {
        m_status->setBusy(false);
        if (!r.ok()) {
            const ProblemWords words = problemWords(r.error());
            return tell(words.title, true);
        }
        tell(tr("The service has %1: %2, %3, %4")
                 .arg(id, DeployWords::files(r->fileCount), byteText(r->totalBytes), r->url),
             false);
    });
}

void HistoryView::askMakeLive(const Release& release)
{
    const auto& addresses = m_services.workspace().addresses().value;
    QStringList names;
    for (const Address& a : addresses.value_or(QList<Address>()))
        names << a.name;
    if (names.isEmpty())
        return say(tr("The project has no address to move. Claim one: it will show this deployment."), true);
    ConfirmDialog::Options ask;
    ask.title = tr("Make this deployment live?");
    ask.text = tr("%1 will show %2. Only the pages change: data, access rules, functions and secrets do not move back and "
                  "stay as they are now.").arg(names.join(QStringLiteral(", ")), release.id);
    ask.accept = tr("Make live");
    ConfirmDialog::ask(this, ask, this, [this, release] { makeLive(release); });
}

void HistoryView::makeLive(const Release& release)
{
    m_list->setBusy(true);
    const QString project = m_services.workspace().currentProjectId();
    m_services.releases().promote(project, release.id)->onDone(this, [this, release](const Result<Done>& r) {
        m_list->setBusy(false);
        m_services.workspace().refreshAddresses();
        if (!r.ok()) {
            const ProblemWords words = problemWords(r.error());
            return say(QStringList{words.title, words.written}.join(QStringLiteral(". ")), true);
        }
        m_services.workspace().record(QStringLiteral("release"), tr("Made %1 live").arg(release.id));
        say(tr("%1 is live now. Data and functions did not move.").arg(release.id));
    });
}

void HistoryView::say(const QString& words, bool danger)
{
    m_words->setText(words);
    m_words->setToken(danger ? "danger.text" : "text.secondary");
    m_words->show();
}

} // namespace run402
