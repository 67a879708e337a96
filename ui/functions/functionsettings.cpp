// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/functions/functionsettings.h"

#include "ui/common/button.h"
#include "ui/common/copybutton.h"
#include "ui/common/dialogframe.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/segmentedcontrol.h"
#include "ui/common/theme.h"
#include "ui/functions/functiontemplates.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QRegularExpression>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

namespace run402 {

namespace {
constexpr int sizes[] = {128, 256, 512};
constexpr int longestTimeout = 60; ///< of any tier
constexpr int mostPackages = 20;
} // namespace

FunctionSettings::FunctionSettings(QWidget* parent) : QWidget(parent)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 8);
    column->setSpacing(0);

    QHBoxLayout* time = addRow(tr("Timeout"));
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setObjectName(QStringLiteral("functions.timeoutSlider"));
    m_slider->setAccessibleName(tr("Timeout in seconds"));
    m_slider->setRange(1, longestTimeout);
    m_seconds = new QSpinBox;
    m_seconds->setObjectName(QStringLiteral("functions.timeout"));
    m_seconds->setAccessibleName(tr("Timeout in seconds"));
    m_seconds->setRange(1, longestTimeout);
    m_seconds->setSuffix(tr(" s"));
    m_seconds->setFixedWidth(Theme::of(this).scaled(76));
    time->addWidget(m_slider, 1);
    time->addSpacing(10);
    time->addWidget(m_seconds);

    QHBoxLayout* memory = addRow(tr("Memory"));
    m_memory = new SegmentedControl;
    m_memory->setObjectName(QStringLiteral("functions.memory"));
    m_memory->setAccessibleName(tr("Memory in MB"));
    m_memory->setSmall(true);
    for (const int size : sizes)
        m_memory->addSegment(size == sizes[0] ? tr("128 MB") : QString::number(size));
    m_memoryNote = new Label({}, Theme::Font::CaptionPlain, "text.muted");
    memory->addWidget(m_memory);
    memory->addStretch();
    memory->addWidget(m_memoryNote);

    QHBoxLayout* packages = addRow(tr("Packages"));
    m_chips = new QHBoxLayout;
    m_chips->setSpacing(4);
    packages->addLayout(m_chips);
    m_add = new Button(tr("Add"), QStringLiteral("plus"), Button::Variant::Ghost);
    m_add->setObjectName(QStringLiteral("functions.addPackage"));
    m_add->setSize(Button::Size::Small);
    packages->addWidget(m_add);
    packages->addStretch();

    QHBoxLayout* address = addRow(tr("Address"));
    m_address = new ElidedLabel({}, Theme::Font::MonoSmall, "text.secondary");
    m_copy = new CopyButton(tr("the address"));
    m_copy->setObjectName(QStringLiteral("functions.copyAddress"));
    m_copy->setSmall(true);
    address->addWidget(m_address, 1);
    address->addWidget(m_copy);

    const auto changed = [this] {
        if (!m_loading)
            Q_EMIT edited();
    };
    connect(m_slider, &QSlider::valueChanged, m_seconds, &QSpinBox::setValue);
    connect(m_seconds, &QSpinBox::valueChanged, this, [this, changed](int value) {
        m_slider->setValue(value);
        changed();
    });
    connect(m_memory, &SegmentedControl::currentChanged, this, changed);
    connect(m_add, &Button::clicked, this, &FunctionSettings::showPackageMenu);
}

QHBoxLayout* FunctionSettings::addRow(const QString& name)
{
    auto* row = new QWidget;
    row->setMinimumHeight(Theme::of(this).scaled(38));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(14, 0, 14, 0);
    layout->setSpacing(4);
    auto* label = new Label(name, Theme::Font::Small, "text.secondary");
    label->setFixedWidth(Theme::of(this).scaled(88));
    layout->addWidget(label);
    this->layout()->addWidget(row);
    return layout;
}

void FunctionSettings::setLimits(int seconds, int megabytes, const QString& tier)
{
    m_maxSeconds = seconds;
    m_maxMb = megabytes;
    m_loading = true;
    const int most = seconds > 0 ? seconds : longestTimeout;
    m_slider->setMaximum(most);
    m_seconds->setMaximum(most);
    const QString why = tr("The tier %1 allows up to %2 s.").arg(tier).arg(most);
    m_seconds->setToolTip(why);
    m_slider->setToolTip(why);
    for (int i = 0; i < int(std::size(sizes)); ++i) {
        const bool fits = megabytes <= 0 || sizes[i] <= megabytes;
        m_memory->setSegmentEnabled(i, fits);
        m_memory->setSegmentToolTip(i, fits ? QString() : tr("The tier %1 allows up to %2 MB.").arg(tier).arg(megabytes));
    }
    m_memoryNote->setText(tier == QLatin1String("prototype") ? tr("more from Hobby up") : tier == QLatin1String("hobby") ? tr("more with Team") : QString());
    m_loading = false;
}

void FunctionSettings::setValues(int seconds, int megabytes, const QStringList& packages)
{
    m_loading = true;
    const int time = seconds > 0 ? seconds : m_seconds->maximum();
    m_seconds->setValue(time);
    m_slider->setValue(time);
    const int size = megabytes > 0 ? megabytes : m_maxMb > 0 ? m_maxMb : sizes[0];
    int chosen = 0;
    for (int i = 0; i < int(std::size(sizes)); ++i) {
        if (sizes[i] <= size)
            chosen = i;
    }
    m_memory->setCurrent(chosen);
    m_packages = packages;
    refreshPackages();
    m_loading = false;
}

void FunctionSettings::setAddress(const QString& url)
{
    m_address->setText(url.isEmpty() ? tr("After the first deploy") : QString(url).remove(QRegularExpression(QStringLiteral("^https?://"))));
    m_copy->setText(url);
    m_copy->setEnabled(!url.isEmpty());
}

int FunctionSettings::timeoutSeconds() const { return m_seconds->value(); }
int FunctionSettings::memoryMb() const { return sizes[std::max(0, m_memory->current())]; }

void FunctionSettings::refreshPackages()
{
    while (QLayoutItem* item = m_chips->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    constexpr int shown = 2;
    for (int i = 0; i < m_packages.size() && i < shown; ++i) {
        auto* chip = new Button(m_packages.at(i), QStringLiteral("x"), Button::Variant::Secondary);
        chip->setSize(Button::Size::Small);
        chip->setAccessibleName(tr("Remove the package %1").arg(m_packages.at(i)));
        connect(chip, &Button::clicked, this, [this, name = m_packages.at(i)] {
            m_packages.removeAll(name);
            refreshPackages();
            Q_EMIT edited();
        });
        m_chips->addWidget(chip);
    }
    if (m_packages.size() > shown) {
        auto* more = new Label(tr("+%1").arg(m_packages.size() - shown), Theme::Font::CaptionPlain, "text.muted");
        more->setToolTip(m_packages.mid(shown).join(QStringLiteral(", ")));
        m_chips->addWidget(more);
    }
    m_add->setEnabled(m_packages.size() < mostPackages);
}

void FunctionSettings::showPackageMenu()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const QStringList bundled = bundledPackages();
    for (const QString& name : bundled) {
        QAction* action = menu->addAction(name, this, [this, name] { addPackage(name); });
        action->setEnabled(!m_packages.contains(name));
    }
    menu->addSeparator();
    for (const QString& name : std::as_const(m_packages))
        menu->addAction(tr("Remove %1").arg(name), this, [this, name] {
            m_packages.removeAll(name);
            refreshPackages();
            Q_EMIT edited();
        });
    QAction* note = menu->addAction(tr("Only these can be imported; others are noted but not installed"));
    note->setEnabled(false);
    menu->popup(m_add->mapToGlobal(QPoint(0, m_add->height())));
}

void FunctionSettings::addPackage(const QString& name)
{
    if (m_packages.contains(name))
        return;
    m_packages << name;
    refreshPackages();
    Q_EMIT edited();
}

} // namespace run402
