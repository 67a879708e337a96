// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/market/subdomainfield.h"

#include "services/services.h"
#include "services/workspace.h"
#include "ui/common/iconlabel.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr int askDelayMs = 350; // after the last key
}

SubdomainField::SubdomainField(Services& services, const QString& objectName, QWidget* parent)
    : QWidget(parent), m_services(services), m_edit(new LineEdit), m_suffix(new Label(suffix(), Theme::Font::Mono, "text.muted")),
      m_mark(new IconLabel(u"circle-check"_s, 14, "accent.text")), m_text(new Label({}, Theme::Font::Caption, "text.muted"))
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* label = new Label(tr("Subdomain"), Theme::Font::Label);
    label->setBuddy(m_edit);
    column->addWidget(label);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(m_edit, 1);
    row->addWidget(m_suffix);
    column->addLayout(row);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(m_mark, 0, Qt::AlignTop);
    line->addWidget(m_text, 1);
    column->addLayout(line);
    column->addStretch();
    m_edit->setObjectName(objectName);
    m_edit->setMono(true);
    m_edit->setMaxLength(64);
    m_edit->setAccessibleName(tr("Subdomain"));
    m_text->setObjectName(objectName + ".note"_L1);
    m_text->setWordWrap(true);
    m_delay.setSingleShot(true);
    m_delay.setInterval(askDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &SubdomainField::ask);
    connect(m_edit, &QLineEdit::textChanged, this, &SubdomainField::check);
    connect(m_edit, &QLineEdit::textEdited, this, &SubdomainField::edited);
    check();
}

QString SubdomainField::suffix() const
{
    const QUrl base = m_services.workspace().gateway().base;
    const bool here = m_services.workspace().gateway().sandbox;
    return here ? u".localhost:%1"_s.arg(base.port(80)) : u".run402.com"_s;
}

QString SubdomainField::name() const
{
    return m_edit->text().trimmed();
}

void SubdomainField::setName(const QString& name)
{
    m_edit->setText(name);
}

void SubdomainField::setProblem(const QString& text)
{
    ++m_turn;
    m_delay.stop();
    m_usable = false;
    m_edit->setError(text);
    show("circle-alert", "danger.text", text);
    Q_EMIT changed();
}

void SubdomainField::show(const char* icon, const char* token, const QString& text)
{
    m_mark->setVisible(*icon != '\0');
    m_mark->setIconName(QString::fromLatin1(icon));
    m_mark->setToken(token);
    m_text->setToken(qstrcmp(token, "danger.text") == 0 ? token : "text.muted");
    m_text->setText(text);
}

void SubdomainField::check()
{
    ++m_turn;
    m_delay.stop();
    if (m_asking)
        m_asking->cancel();
    const QString problem = name().isEmpty() || !m_services.hasSession() ? QString() : m_services.addresses().nameProblem(name());
    m_usable = problem.isEmpty();
    m_edit->setError(problem);
    if (!problem.isEmpty()) {
        show("circle-alert", "danger.text", problem);
    } else if (name().isEmpty()) {
        show("", "text.muted", tr("Without one the page has a long address. 3 to 63 letters, digits and hyphens."));
    } else {
        show("", "text.muted", tr("Asking whether it is free"));
        m_delay.start();
    }
    Q_EMIT changed();
}

void SubdomainField::ask()
{
    if (!m_services.hasSession())
        return;
    const int turn = m_turn;
    auto* call = m_services.addresses().holder(name());
    m_asking = call;
    call->onDone(this, [this, turn](const Result<std::optional<Address>>& r) {
        if (turn != m_turn)
            return;
        if (!r.ok()) {
            show("", "text.muted", tr("It could not be checked now; claiming it will tell."));
        } else if (!*r) {
            show("circle-check", "accent.text", tr("Free to take. 3 to 63 letters, digits and hyphens."));
        } else {
            setProblem(tr("Somebody has this name already."));
        }
    });
}

} // namespace run402
