// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/projects/importdialog.h"

#include "services/secrets/wipe.h"
#include "services/services.h"
#include "services/workspace.h"
#include "services/x402/jwt.h"
#include "ui/common/button.h"
#include "ui/common/inputs.h"
#include "ui/common/label.h"
#include "ui/common/problemtext.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QRegularExpression>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace run402 {

namespace {

constexpr int dialogWidth = 520;
constexpr int longestKey = 8192;

Problem wrong(const QString& code, const QString& message)
{
    return Problem::make(Problem::Kind::Local, code, message);
}

/// The role a key says it has, if it says it is of this project.
bool isKeyOf(const QString& projectId, QByteArrayView key, const QString& role)
{
    const auto claims = x402::decodeJwt(key);
    return claims.ok() && claims->projectId == projectId && claims->role == role;
}

} // namespace

Result<Done> checkProjectKeys(const QString& projectId, const QString& anonKey, const QByteArray& serviceKey)
{
    static const QRegularExpression id(u"^[A-Za-z0-9_-]{1,80}$"_s);
    if (!id.match(projectId).hasMatch())
        return wrong(u"keys.id"_s, u"The id looks like prj_1741340000_0042"_s);
    if (!isKeyOf(projectId, anonKey.toUtf8(), u"anon"_s))
        return wrong(u"keys.anon"_s, u"This is not an anon key of that project"_s);
    if (!isKeyOf(projectId, serviceKey, u"service_role"_s))
        return wrong(u"keys.service"_s, u"This is not a service key of that project"_s);
    return Done{};
}

ImportDialog::ImportDialog(QWidget* anchor, Services& services, const QString& projectId)
    : DialogFrame(anchor, dialogWidth), m_services(services), m_id(new LineEdit(u"prj_…"_s)), m_anon(new LineEdit(u"eyJ…"_s)),
      m_service(new LineEdit(u"eyJ…"_s))
{
    setObjectName(u"projects.import"_s);
    setAccessibleName(tr("Import a project"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(20, 18, 20, 16);
    column->setSpacing(12);
    column->addWidget(new Label(tr("Import a project"), Theme::Font::Title));
    auto* text = new Label(tr("Where the project was made, <b>run402 projects keys</b> prints its id and keys. Paste that "
                              "output into any field, or fill in the three."),
                           Theme::Font::Body, "text.secondary");
    text->setTextFormat(Qt::RichText);
    text->setWordWrap(true);
    column->addWidget(text);
    const auto add = [&](LineEdit* edit, const QString& name, const QString& object) {
        edit->setObjectName(object);
        edit->setAccessibleName(name);
        edit->setMono(true);
        // The printed JSON is longer than a key: it is taken apart, never shown.
        edit->setMaxLength(4 * longestKey);
        column->addWidget(new Field(name, edit));
        connect(edit, &QLineEdit::textChanged, this, &ImportDialog::takePasted);
    };
    add(m_id, tr("Project id"), u"projects.import.id"_s);
    add(m_anon, tr("Anon key"), u"projects.import.anon"_s);
    add(m_service, tr("Service key"), u"projects.import.service"_s);
    m_service->setEchoMode(QLineEdit::Password);
    m_id->setText(projectId);
    body()->addLayout(column);

    auto* cancel = new Button(tr("Cancel"));
    m_accept = new Button(tr("Import project"), Button::Variant::Primary);
    m_accept->setObjectName(u"projects.import.accept"_s);
    foot()->addStretch();
    foot()->addWidget(cancel);
    foot()->addWidget(m_accept);
    connect(cancel, &Button::clicked, this, &QDialog::reject);
    connect(m_accept, &Button::clicked, this, &ImportDialog::submit);
    setFirstFocus(projectId.isEmpty() ? m_id : m_anon);
}

void ImportDialog::takePasted(const QString& text)
{
    for (LineEdit* edit : {m_id, m_anon, m_service})
        edit->setError({});
    if (!text.trimmed().startsWith(u'{'))
        return;
    const QJsonObject printed = QJsonDocument::fromJson(text.toUtf8()).object();
    const QString anon = printed.value("anon_key"_L1).toString(), service = printed.value("service_key"_L1).toString();
    if (anon.isEmpty() && service.isEmpty())
        return;
    m_id->setText(printed.value("project_id"_L1).toString(m_id->text().startsWith(u'{') ? QString() : m_id->text()));
    m_anon->setText(anon);
    m_service->setText(service);
}

void ImportDialog::submit()
{
    const QString id = m_id->text().trimmed(), anon = m_anon->text().trimmed();
    QByteArray service = m_service->text().trimmed().toUtf8();
    const auto checked = checkProjectKeys(id, anon, service);
    if (!checked.ok()) {
        LineEdit* field = checked.error().code == "keys.id"_L1 ? m_id : checked.error().code == "keys.anon"_L1 ? m_anon : m_service;
        field->setError(problemWords(checked.error()).title);
        field->setFocus();
        wipe(service);
        return;
    }
    if (!m_services.hasSession())
        return failed(wrong(u"offline"_s, u"There is no connection"_s));
    m_accept->setBusy(true);
    // Kept first, then tried: a key that the service refuses is taken away again.
    auto* stored = m_services.credentials().storeProjectKeys(id, anon, service);
    stored->onDone(this, [this, id](const Result<Done>& kept) {
        if (!kept.ok())
            return failed(kept.error());
        m_services.projects().usage(id)->onDone(this, [this, id](const Result<Usage>& usage) {
            // An expired lease still proves the key.
            const bool refused = !usage.ok() && (usage.error().httpStatus == 401 || usage.error().httpStatus == 403
                                                 || usage.error().httpStatus == 404);
            if (!refused) {
                m_service->clear();
                Q_EMIT imported(id);
                return accept();
            }
            m_services.credentials().forgetProjectKeys(id);
            failed(usage.error());
        });
    });
}

void ImportDialog::failed(const Problem& problem)
{
    m_accept->setBusy(false);
    const ProblemWords words = problemWords(problem);
    m_service->setError(words.why.isEmpty() ? words.title : words.why);
}

} // namespace run402
