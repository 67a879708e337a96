// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusstrip.h"

#include "ui/common/icons.h"
#include "ui/common/focustracker.h"
#include "ui/common/paint.h"
#include "ui/common/theme.h"

#include <QAbstractButton>
#include <QHBoxLayout>
#include <QPainter>

namespace run402 {

/// One word of the bar: icon or dot, text; a button when something listens.
class StatusStrip::Item final : public QAbstractButton
{
public:
    explicit Item(QWidget* parent)
        : QAbstractButton(parent)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
        setFocusPolicy(Qt::NoFocus);
    }
    void makeClickable()
    {
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        setFocusPolicy(Qt::TabFocus);
        FocusTracker::request(this, 3);
    }
    void set(const QString& words)
    {
        setText(words);
        setAccessibleName(words);
        setVisible(!words.isEmpty());
        updateGeometry();
        update();
    }
    QSize sizeHint() const override
    {
        const int lead = !icon.isEmpty() ? 17 : !dot.isEmpty() ? 12 : 0;
        return {qCeil(QFontMetricsF(Theme::of(this).font(role)).horizontalAdvance(text())) + lead + 1, 16};
    }

    QString icon;
    QByteArray dot;
    QByteArray token = "text.secondary";
    Theme::Font role = Theme::Font::CaptionPlain;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& t = Theme::of(this);
        QPainter p(this);
        const QColor ink = t.color(underMouse() && focusPolicy() != Qt::NoFocus ? "text.primary" : token.constData());
        double x = 0;
        if (!icon.isEmpty()) {
            Icons::paint(&p, QRectF(0, 0, 12, height()), icon, ink, 12);
            x = 17;
        } else if (!dot.isEmpty()) {
            paintBox(&p, QRectF(0, (height() - 7) / 2.0, 7, 7), 3.5, t.color(dot.constData()));
            x = 12;
        }
        p.setFont(t.font(role));
        paintText(&p, QRectF(x, 0, width() - x + 1, height()), text(), ink);
    }
};

StatusStrip::StatusStrip(QWidget* parent)
    : QWidget(parent)
    , m_environment(new Item(this))
    , m_project(new Item(this))
    , m_link(new Item(this))
    , m_tier(new Item(this))
    , m_document(new Item(this))
    , m_warnings(new Item(this))
    , m_version(new Item(this))
{
    setObjectName(QStringLiteral("statusStrip"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(12, 1, 12, 0);
    row->setSpacing(14);
    for (Item* item : {m_environment, m_project, m_link, m_tier})
        row->addWidget(item);
    row->addStretch(1);
    auto* encoding = new Item(this);
    encoding->set(QStringLiteral("UTF-8"));
    for (Item* item : {m_document, m_warnings, encoding, m_version})
        row->addWidget(item);
    m_environment->role = Theme::Font::Section;
    m_project->role = Theme::Font::MonoSmall;
    m_version->role = Theme::Font::MonoSmall;
    m_link->dot = "accent.solid";
    m_tier->icon = QStringLiteral("timer");
    m_warnings->icon = QStringLiteral("shield-alert");
    m_tier->makeClickable();
    m_warnings->makeClickable();
    for (Item* item : {m_environment, m_project, m_link, m_tier, m_document, m_warnings, m_version})
        item->set({});
    connect(m_warnings, &QAbstractButton::clicked, this, &StatusStrip::warningsAsked);
    connect(m_tier, &QAbstractButton::clicked, this, &StatusStrip::tierAsked);
    const auto fit = [this] { setFixedHeight(Theme::of(this).size("height.statusBar")); };
    connect(&Theme::of(this), &Theme::changed, this, fit);
    fit();
    setVersion(QStringLiteral(RUN402_VERSION));
}

void StatusStrip::setEnvironment(Environment env)
{
    m_environment->token = (environmentToken(env) + QStringLiteral(".text")).toLatin1();
    m_environment->icon = environmentIcon(env);
    m_environment->set(environmentWords(env));
}

void StatusStrip::setProjectId(const QString& id)
{
    m_project->set(id);
}

void StatusStrip::setLink(LinkState state, const QString& text)
{
    m_link->dot = state == LinkState::Ok ? "accent.solid" : state == LinkState::Slow ? "chart.3" : "danger.solid";
    m_link->set(text);
}

void StatusStrip::setTier(const QString& text)
{
    m_tier->set(text);
}

void StatusStrip::setWarnings(const QString& text)
{
    m_warnings->set(text);
}

void StatusStrip::setDocumentText(const QString& text)
{
    m_document->set(text);
}

void StatusStrip::setVersion(const QString& version)
{
    m_version->set(version);
}

void StatusStrip::paintEvent(QPaintEvent*)
{
    const Theme& t = Theme::of(this);
    QPainter p(this);
    p.fillRect(rect(), t.color("bg.window"));
    p.fillRect(0, 0, width(), 1, t.color("border.default"));
}

} // namespace run402
