// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guidepane.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/guide/guidecontents.h"
#include "ui/guide/guideview.h"
#include "ui/shell/doctoolbar.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr int sideWidth = 232;
}

GuidePane::GuidePane(QWidget* parent, const QString& page) : QWidget(parent), m_book(Guidebook::read(u":/guide"_s))
{
    setObjectName(u"guide"_s);
    setProperty("surface", true);
    m_view = new GuideView;
    auto* line = new QFrame;
    line->setProperty("rule", true);
    line->setFixedWidth(1);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildSide());
    row->addWidget(line);
    row->addLayout(right, 1);
    right->addWidget(buildBar());
    right->addWidget(m_view, 1);
    connect(m_view, &GuideView::pageChanged, this, &GuidePane::shown);
    connect(m_view, &GuideView::paneRequested, this, &GuidePane::paneRequested);
    connect(m_view, &GuideView::outsideRequested, this, &GuidePane::outsideRequested);
    connect(m_view, &QTextBrowser::backwardAvailable, m_back, &QWidget::setEnabled);
    connect(m_view, &QTextBrowser::forwardAvailable, m_forward, &QWidget::setEnabled);
    const auto key = [this](const QKeySequence& keys, auto act) {
        auto* shortcut = new QShortcut(keys, this, act);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    };
    key(QKeySequence(Qt::CTRL | Qt::Key_F), [this] {
        m_search->setFocus(Qt::ShortcutFocusReason);
        m_search->selectAll();
    });
    key(QKeySequence(Qt::Key_Backspace), [this] { m_view->backward(); });
    m_contents->showAll(m_book);
    showPage(page);
}

QWidget* GuidePane::buildSide()
{
    auto* side = new QWidget;
    side->setFixedWidth(sideWidth);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(6);
    m_search = new SearchField(tr("Search the guide"));
    m_search->setObjectName(u"guide.search"_s);
    m_search->setAccessibleName(tr("Search the guide"));
    auto* inset = new QHBoxLayout;
    inset->setContentsMargins(8, 0, 8, 0);
    inset->addWidget(m_search);
    column->addLayout(inset);
    m_contents = new GuideContents;
    column->addWidget(m_contents, 1);
    connect(m_search, &SearchField::searchChanged, this, &GuidePane::search);
    connect(m_search, &QLineEdit::returnPressed, this, [this] {
        search(m_search->text());
        if (!m_search->text().trimmed().isEmpty())
            showPage(m_contents->firstPage());
    });
    connect(m_contents, &GuideContents::pageRequested, this, &GuidePane::showPage);
    return side;
}

QWidget* GuidePane::buildBar()
{
    auto* bar = new DocToolBar;
    m_back = new IconButton(u"arrow-left"_s, tr("Back"));
    m_back->setObjectName(u"guide.back"_s);
    m_back->setEnabled(false);
    m_forward = new IconButton(u"arrow-right"_s, tr("Forward"));
    m_forward->setObjectName(u"guide.forward"_s);
    m_forward->setEnabled(false);
    m_place = new Label({}, Theme::Font::Small, "text.muted");
    m_place->setObjectName(u"guide.place"_s);
    auto* contents = new Button(tr("Contents"), u"list"_s, Button::Variant::Ghost);
    contents->setObjectName(u"guide.index"_s);
    bar->add(m_back);
    bar->add(m_forward);
    bar->add(m_place);
    bar->addStretch();
    bar->add(contents);
    connect(m_back, &QAbstractButton::clicked, m_view, &QTextBrowser::backward);
    connect(m_forward, &QAbstractButton::clicked, m_view, &QTextBrowser::forward);
    connect(contents, &QAbstractButton::clicked, this, [this] { showPage(u"index"_s); });
    return bar;
}

QString GuidePane::title() const
{
    return tr("Guide");
}

QString GuidePane::page() const
{
    return m_view->page();
}

void GuidePane::showPage(const QString& page)
{
    if (m_book.find(page.section(u'#', 0, 0)))
        m_view->showPage(page);
}

void GuidePane::search(const QString& words)
{
    if (words.trimmed().size() < 2)
        m_contents->showAll(m_book);
    else
        m_contents->showHits(m_book.search(words));
    m_contents->mark(page());
}

void GuidePane::shown(const QString& id)
{
    m_contents->mark(id);
    const GuidePage* page = m_book.find(id);
    m_place->setText(page && !page->section.isEmpty() ? tr("%1, %2").arg(page->section, page->title) : QString());
    notifyChanged();
    // Where a search led here, show the place.
    const QString words = m_search->text().trimmed();
    if (words.size() >= 2 && m_contents->hasFocus())
        m_view->find(words.section(u' ', 0, 0));
}

QJsonObject GuidePane::saveState() const
{
    return {{u"page"_s, page()}};
}

void GuidePane::restoreState(const QJsonObject& state)
{
    showPage(state.value("page"_L1).toString());
}

} // namespace run402
