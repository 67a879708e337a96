// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/secretvalues/sitecheckcard.h"

#include "services/services.h"
#include "services/store/releasecontents.h"
#include "services/store/releasehistory.h"
#include "services/worker.h"
#include "services/workspace.h"
#include "ui/common/chip.h"
#include "ui/common/label.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

SiteCheckCard::SiteCheckCard(Services& services, QWidget* parent)
    : Card(tr("In your site files"), parent), m_services(services), m_state(new Chip({})), m_text(new Label({}, Theme::Font::Body, "text.secondary"))
{
    setObjectName(u"secrets.site"_s);
    m_state->setObjectName(u"secrets.site.state"_s);
    m_text->setObjectName(u"secrets.site.text"_s);
    m_text->setWordWrap(true);
    m_text->setContentsMargins(14, 8, 14, 10);
    addBesideTitle(m_state);
    body()->addWidget(m_text);
    refresh();
}

SiteCheckCard::~SiteCheckCard()
{
    if (m_control)
        m_control->cancelled = true;
}

void SiteCheckCard::show(const QString& text, const QString& state, bool found)
{
    m_text->setText(text);
    m_state->setText(state);
    m_state->setTone(found ? Tone::Danger : Tone::Success);
    m_state->setVisible(!state.isEmpty());
}

void SiteCheckCard::refresh()
{
    const QString project = m_services.workspace().currentProjectId();
    if (project.isEmpty())
        return show({}, {}, false);
    m_services.releaseHistory().list(project, 1)->onDone(this, [this, project](const Result<QList<Release>>& list) {
        if (project != m_services.workspace().currentProjectId())
            return;
        if (!list.ok() || list->isEmpty()) {
            m_shown.clear();
            return show(tr("No site was deployed from this computer yet. Every deploy checks its files for keys first and stops when it finds one."), {}, false);
        }
        const QString name = project + u'/' + list->first().id;
        if (name == m_shown)
            return;
        m_shown = name;
        look(project, list->first());
    });
}

void SiteCheckCard::look(const QString& projectId, const Release& release)
{
    show(tr("Looking at the deployed files."), {}, false);
    m_services.releaseHistory().get(projectId, release.id)->onDone(this, [this, projectId](const Result<Release>& whole) {
        if (!whole.ok())
            return show(tr("The deployed files are not known on this computer."), {}, false);
        m_services.releaseContents().find(*whole)->onDone(this, [this, projectId, release = *whole](const Result<ReleaseContents::Found>& found) {
            if (!found.ok() || found->files.isEmpty())
                return show(tr("The deployed files are not kept on this computer, so they cannot be looked at. Every deploy checks its files first."), {}, false);
            check(projectId, release, found->files, int(found->missing.size()));
        });
    });
}

void SiteCheckCard::check(const QString& projectId, const Release& release, const QList<SiteFile>& files, int missing)
{
    if (m_control)
        m_control->cancelled = true;
    m_control = std::make_shared<ScanControl>();
    const CheckContext context{m_services.workspace().anonKey(), projectId};
    onWorker(this, [files, context, control = m_control] {
        ScanResult result;
        result.spec.files = files;
        return checkSite(result, context, ScanLimits(), *control);
    }, [this, control = m_control, id = release.id, count = files.size(), missing](const QList<SiteCheck>& found) {
        if (control->cancelled || !m_shown.endsWith(id))
            return;
        QStringList places;
        for (const SiteCheck& check : found) {
            if (check.id != SiteCheck::Id::Secrets)
                continue;
            for (const SiteCheck::Finding& f : check.findings)
                places << (f.line > 0 ? tr("%1, line %2").arg(f.path).arg(f.line) : f.path);
        }
        const QString left = missing > 0 ? u' ' + tr("%n more file(s) are not kept here and were not looked at.", nullptr, missing) : QString();
        if (places.isEmpty())
            return show(tr("The %n deployed file(s) hold no service key and no value that looks like a secret. Every deploy checks this first and stops when it finds one.", nullptr, int(count)) + left, tr("None found"), false);
        show(tr("What looks like a secret is public in: %1. Take it out, deploy again and replace the secret.").arg(places.mid(0, 4).join(u"; "_s)) + left, tr("%1 found").arg(places.size()), true);
    });
}

} // namespace run402
