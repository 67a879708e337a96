// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/wallets/formdialog.h"

#include "ui/common/iconlabel.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

FormDialog::FormDialog(QWidget* anchor, int width, const Look& look)
    : DialogFrame(anchor, width)
    , m_words(new Label(look.text, Theme::Font::Body, "text.secondary"))
    , m_problem(new Label({}, Theme::Font::Small, "danger.text"))
    , m_accept(new Button(look.accept, look.variant, this))
    , m_cancel(new Button(tr("Cancel"), Button::Variant::Secondary, this))
{
    setObjectName(look.name);
    setAccessibleName(look.title);
    setAccessibleDescription(look.text);
    auto* content = new QWidget(this);
    auto* outer = new QVBoxLayout(content);
    outer->setContentsMargins(19, 19, 19, 17);
    outer->setSpacing(8);
    auto* head = new QHBoxLayout;
    head->setSpacing(12);
    auto* mark = new IconLabel(look.icon, 20, "accent.text");
    mark->setTile(40, "accent.tint");
    head->addWidget(mark);
    auto* title = new Label(look.title, Theme::Font::Title);
    title->setWordWrap(true);
    head->addWidget(title, 1);
    outer->addLayout(head);
    m_words->setWordWrap(true);
    m_words->setVisible(!look.text.isEmpty());
    outer->addWidget(m_words);
    m_column = new QVBoxLayout;
    m_column->setContentsMargins(0, 4, 0, 0);
    m_column->setSpacing(10);
    outer->addLayout(m_column);
    m_problem->setObjectName(look.name + u".problem"_s);
    m_problem->setWordWrap(true);
    m_problem->hide();
    outer->addWidget(m_problem);
    body()->addWidget(content);
    foot()->addStretch(1);
    m_cancel->setObjectName(look.name + u".cancel"_s);
    m_accept->setObjectName(look.name + u".accept"_s);
    foot()->addWidget(m_cancel);
    foot()->addWidget(m_accept);
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_accept, &Button::clicked, this, &FormDialog::submit);
}

void FormDialog::setWords(const QString& text)
{
    m_words->setText(text);
    m_words->setVisible(!text.isEmpty());
}

void FormDialog::submit()
{
    if (!m_accept->isEnabled() || m_accept->isBusy() || !m_accept->isVisible())
        return;
    m_problem->hide();
    m_accept->setBusy(true);
    Q_EMIT submitted();
}

void FormDialog::showProblem(const Problem& problem)
{
    const ProblemWords words = problemWords(problem);
    QStringList parts{words.title};
    for (const QString& more : {words.why, words.next}) {
        if (!more.isEmpty())
            parts << more;
    }
    showProblem(parts.join(parts.first().endsWith(u'.') ? u" "_s : u". "_s).replace(u".. "_s, u". "_s));
}

void FormDialog::showProblem(const QString& words)
{
    m_accept->setBusy(false);
    m_problem->setText(words);
    m_problem->setVisible(!words.isEmpty());
}

} // namespace run402
