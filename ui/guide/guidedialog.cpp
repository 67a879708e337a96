// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guidedialog.h"

#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/guide/guidepane.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace run402 {

using namespace Qt::StringLiterals;

namespace {
constexpr int dialogWidth = 980;
constexpr int bodyHeight = 600;
}

GuideDialog::GuideDialog(QWidget* anchor, const QString& page) : DialogFrame(anchor, dialogWidth)
{
    setObjectName(u"guide.dialog"_s);
    setAccessibleName(tr("Guide"));
    m_pane = new GuidePane(nullptr, page);
    m_pane->setFixedHeight(std::min(bodyHeight, anchor->window()->height() - 140));
    body()->addWidget(m_pane);
    // What a page leads to is behind this dialog or another one: it stays to be read.
    connect(m_pane, &GuidePane::outsideRequested, this, &GuideDialog::outsideRequested);
    auto* close = new Button(tr("Close"));
    close->setObjectName(u"guide.close"_s);
    foot()->addStretch(1);
    foot()->addWidget(close);
    connect(close, &QAbstractButton::clicked, this, &QDialog::reject);
    setCloseOnScrim(true);
    setFirstFocus(m_pane->searchField());
}

} // namespace run402
