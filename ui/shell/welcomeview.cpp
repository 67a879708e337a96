// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcomeview.h"

#include "ui/common/focustracker.h"
#include "ui/common/iconlabel.h"
#include "ui/common/icons.h"
#include "ui/common/label.h"
#include "ui/common/paint.h"
#include "ui/shell/welcomechoice.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace run402 {

namespace {

constexpr int kStory = 520;

// The dark panel looks the same in both themes; these are the dark scheme's
// colours around the icon's own background.
const QColor kInk(0xE9, 0xF0, 0xEC);
const QColor kSoft(0xB1, 0xBD, 0xB7);
const QColor kGreen(0x35, 0xDA, 0x9D);
const QColor kGround(0x0C, 0x17, 0x13);

/// Text in a fixed colour on the dark panel, growing with the text scale.
QLabel* storyText(const QString& text, std::function<QFont(const Theme&)> font, const QColor& color, QWidget* parent)
{
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    const auto apply = [label, font = std::move(font)] { label->setFont(font(Theme::of(label))); };
    QObject::connect(&Theme::of(parent), &Theme::changed, label, apply);
    apply();
    label->setWordWrap(true);
    QPalette p = label->palette();
    p.setColor(QPalette::WindowText, color);
    label->setPalette(p);
    return label;
}

class StoryLine final : public QWidget
{
public:
    StoryLine(QString icon, QString text, QWidget* parent)
        : QWidget(parent)
        , m_icon(std::move(icon))
        , m_text(std::move(text))
    {
        setFixedHeight(Theme::of(this).scaled(36));
        setAccessibleName(m_text);
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter p(this);
        Icons::paint(&p, QRectF(0, 0, 18, height()), m_icon, kGreen, 18);
        p.setFont(Theme::of(this).font(Theme::Font::Body));
        paintText(&p, QRectF(30, 0, width() - 30, height()), m_text, kSoft);
    }

private:
    QString m_icon;
    QString m_text;
};

/// The two lines of the command line in a dark box.
class StoryTerminal final : public QWidget
{
public:
    explicit StoryTerminal(QWidget* parent)
        : QWidget(parent)
    {
        setFixedHeight(Theme::of(this).scaled(66));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        paintBox(&p, rect(), 8, QColor(0x10, 0x1E, 0x19), QColor(0x1F, 0x3A, 0x30));
        p.setFont(t.font(Theme::Font::Mono));
        const double line = (height() - 28) / 2.0;
        const double prompt = QFontMetricsF(p.font()).horizontalAdvance(QStringLiteral("$ "));
        paintText(&p, QRectF(17, 14, prompt + 1, line), QStringLiteral("$ "), QColor(0x84, 0x92, 0x8B));
        paintText(&p, QRectF(17 + prompt, 14, width(), line), QStringLiteral("run402 deploy --manifest app.json"), kInk);
        paintText(&p, QRectF(17, 14 + line, width(), line), QStringLiteral("https://tals-recipes.run402.com"),
                  QColor(0x63, 0xDD, 0xAE));
    }
};

} // namespace

class WelcomeView::FootButton final : public QAbstractButton
{
public:
    FootButton(QString icon, const QString& text, QWidget* parent)
        : QAbstractButton(parent)
        , m_icon(std::move(icon))
    {
        setText(text);
        setAccessibleName(text);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);
        FocusTracker::request(this, 4);
    }
    QSize sizeHint() const override
    {
        const Theme& t = Theme::of(this);
        return {20 + qCeil(QFontMetricsF(t.font(Theme::Font::Small)).horizontalAdvance(text())) + 2, t.scaled(24)};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        const QColor ink = t.color(underMouse() ? "text.primary" : "text.muted");
        Icons::paint(&p, QRectF(0, 0, 14, height()), m_icon, ink, 14);
        p.setFont(t.font(Theme::Font::Small));
        paintText(&p, QRectF(20, 0, width() - 20, height()), text(), ink);
    }

private:
    QString m_icon;
};

WelcomeView::WelcomeView(QWidget* parent)
    : QWidget(parent)
    , m_story(makeStory())
{
    setObjectName(QStringLiteral("welcomeView"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_story);
    auto* right = new QVBoxLayout;
    right->setSpacing(0);
    right->addStretch(1);
    auto* middle = new QHBoxLayout;
    middle->setContentsMargins(32, 0, 32, 0);
    middle->addStretch(1);
    middle->addWidget(makeChoices(), 100);
    middle->addStretch(1);
    right->addLayout(middle);
    right->addStretch(1);
    right->addWidget(makeFoot());
    row->addLayout(right, 1);
    setCliFound(0, false, QStringLiteral("~/.config/run402"));
    m_choices.first()->setChosen(true);
    setFocusProxy(m_choices.first());
}

QWidget* WelcomeView::makeStory()
{
    const Theme& t = Theme::of(this);
    auto* story = new QWidget(this);
    story->setFixedWidth(t.scaled(kStory));
    auto* column = new QVBoxLayout(story);
    column->setContentsMargins(56, 64, 56, 64);
    column->setSpacing(0);
    column->addWidget(new AppMark(64, story));
    column->addSpacing(26);
    const auto big = [](const Theme& theme) {
        QFont font = theme.fontOf(false, 32, QFont::DemiBold);
        font.setLetterSpacing(QFont::AbsoluteSpacing, -0.6);
        return font;
    };
    column->addWidget(storyText(tr("See and steer\nwhat your agents built"), big, kInk, story));
    column->addSpacing(12);
    column->addWidget(storyText(tr("Run402 Desktop opens up the database, the access rules, the code and the bill "
                                   "of every app you own."),
                                [](const Theme& theme) { return theme.fontOf(false, 15); }, kSoft, story));
    column->addSpacing(24);
    const std::pair<const char*, QString> lines[] = {
        {"table-2", tr("Browse and edit data, with the SQL in view")},
        {"shield-check", tr("See which rows each person can read")},
        {"rocket", tr("Drop a folder, get an address, roll back")},
        {"wallet", tr("Read every payment before it is signed")},
    };
    for (const auto& [icon, text] : lines)
        column->addWidget(new StoryLine(QLatin1String(icon), text, story));
    column->addStretch(1);
    column->addWidget(new StoryTerminal(story));
    return story;
}

QWidget* WelcomeView::makeChoices()
{
    auto* box = new QWidget(this);
    box->setMaximumWidth(Theme::of(this).scaled(728));
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new Label(tr("Where shall we start?"), Theme::Font::Hero, "text.primary", box));
    column->addSpacing(5);
    column->addWidget(new Label(tr("You can switch at any time in the top bar."), Theme::Font::Body, "text.secondary", box));
    column->addSpacing(22);
    auto* sandbox = new WelcomeChoice(QStringLiteral("box"), "env.sandbox", tr("Start in the local sandbox"), tr("Start"), box);
    sandbox->setTag(tr("Offline"), Tone::Sandbox);
    sandbox->setWords(tr("A full Run402 on this computer with an example app. No account, no network, no money."));
    sandbox->setObjectName(QStringLiteral("chooseSandbox"));
    auto* connectTo = new WelcomeChoice(QStringLiteral("flask-conical"), "env.testnet", tr("Connect to Run402"), tr("Connect"), box);
    connectTo->setTag(tr("Testnet, free"), Tone::Testnet);
    connectTo->setWords(tr("Makes a wallet on this computer and gets free test money. Your first app is live in a minute."));
    connectTo->setObjectName(QStringLiteral("chooseConnect"));
    auto* import = new WelcomeChoice(QStringLiteral("terminal"), "accent", tr("Import from the run402 CLI"), tr("Import"), box);
    import->setObjectName(QStringLiteral("chooseImport"));
    m_choices = {sandbox, connectTo, import};
    for (WelcomeChoice* choice : m_choices) {
        column->addWidget(choice);
        column->addSpacing(choice == import ? 22 : 12);
        connect(choice, &WelcomeChoice::focused, this, [this, choice] {
            for (WelcomeChoice* other : m_choices)
                other->setChosen(other == choice);
        });
    }
    connect(sandbox, &QAbstractButton::clicked, this, &WelcomeView::sandboxChosen);
    connect(connectTo, &QAbstractButton::clicked, this, &WelcomeView::connectChosen);
    connect(import, &QAbstractButton::clicked, this, &WelcomeView::importChosen);
    auto* note = new QHBoxLayout;
    note->setSpacing(8);
    note->addWidget(new IconLabel(QStringLiteral("shield-check"), 15, "accent.text", box));
    note->addWidget(new Label(tr("Real money is off until you switch it on in the top bar and set a budget."),
                              Theme::Font::Small, "text.secondary", box), 1);
    column->addLayout(note);
    return box;
}

QWidget* WelcomeView::makeFoot()
{
    auto* foot = new QWidget(this);
    foot->setObjectName(QStringLiteral("welcomeFoot"));
    foot->setFixedHeight(Theme::of(this).scaled(52));
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(32, 1, 32, 0);
    row->setSpacing(20);
    row->addWidget(new Label(tr("Version %1").arg(QStringLiteral(RUN402_VERSION)), Theme::Font::Small, "text.muted", foot));
    row->addStretch(1);
    m_language = new FootButton(QStringLiteral("languages"), tr("English"), foot);
    m_theme = new FootButton(QStringLiteral("sun-moon"), tr("Follow the system"), foot);
    auto* privacy = new LinkLabel(tr("What leaves this computer?"), foot);
    row->addWidget(m_language);
    row->addWidget(m_theme);
    row->addWidget(privacy);
    connect(m_language, &QAbstractButton::clicked, this, &WelcomeView::languageAsked);
    connect(m_theme, &QAbstractButton::clicked, this, &WelcomeView::themeAsked);
    connect(privacy, &LinkLabel::clicked, this, &WelcomeView::privacyAsked);
    return foot;
}

void WelcomeView::setFootTexts(const QString& language, const QString& theme)
{
    m_language->setText(language);
    m_theme->setText(theme);
    m_language->updateGeometry();
    m_theme->updateGeometry();
}

void WelcomeView::setCliFound(int projects, bool hasWallet, const QString& path)
{
    WelcomeChoice* import = m_choices.last();
    const bool found = projects > 0 || hasWallet;
    import->setUsable(found);
    import->setTag(found ? tr("Found") : tr("Not found"), Tone::Neutral);
    if (!found) {
        import->setWords(tr("Nothing was found in %1. If you use the command line elsewhere, copy that folder here.").arg(path));
        return;
    }
    const QString what = projects == 0 ? tr("a wallet")
        : hasWallet                    ? tr("%n project(s) and a wallet", nullptr, projects)
                                       : tr("%n project(s)", nullptr, projects);
    import->setWords(tr("Found %1 in %2. The files stay where they are and both keep working.").arg(what, path));
}

void WelcomeView::move(int by)
{
    int at = 0;
    for (int i = 0; i < m_choices.size(); ++i)
        if (m_choices.at(i)->hasFocus())
            at = i;
    for (int i = at + by; i >= 0 && i < m_choices.size(); i += by) {
        if (m_choices.at(i)->isEnabled()) {
            m_choices.at(i)->setFocus(Qt::OtherFocusReason);
            return;
        }
    }
}

void WelcomeView::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Down: move(1); return;
    case Qt::Key_Up: move(-1); return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        for (WelcomeChoice* choice : m_choices)
            if (choice->hasFocus())
                choice->click();
        return;
    default: QWidget::keyPressEvent(event);
    }
}

void WelcomeView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    m_story->setVisible(width() >= Theme::of(this).scaled(980));
}

void WelcomeView::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.window"));
    if (m_story->isVisible())
        p.fillRect(m_story->geometry(), kGround);
    const QWidget* foot = findChild<QWidget*>(QStringLiteral("welcomeFoot"));
    p.fillRect(foot->x(), foot->y(), foot->width(), 1, t.color("border.default"));
}

} // namespace run402
