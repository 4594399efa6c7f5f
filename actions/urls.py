from django.urls import path

from actions.plan_structure import structure as plan_structure
from actions.views import deciding, evidence, facts, leaving, milestones, reporting, signing, structure, wording

app_name = "actions"

urlpatterns = [
    path("plans/<str:plan>/structure/", plan_structure, name="structure"),
    path("plans/<str:plan>/objectives/<str:objective>/actions/new/", structure.action_add, name="action-add"),
    path("plans/<str:plan>/actions/<str:action>/edit/", structure.action_edit, name="action-edit"),
    path("plans/<str:plan>/actions/<str:action>/remove/", structure.action_remove, name="action-remove"),
    path("plans/<str:plan>/actions/<str:action>/update/", reporting.action_update, name="action-update"),
    path("plans/<str:plan>/actions/<str:action>/extension/", reporting.extension_ask, name="action-ask-extension"),
    path(
        "plans/<str:plan>/actions/<str:action>/extension/grant/",
        deciding.extension_grant,
        name="action-grant-extension",
    ),
    path(
        "plans/<str:plan>/actions/<str:action>/extension/refuse/",
        deciding.extension_refuse,
        name="action-refuse-extension",
    ),
    path("plans/<str:plan>/actions/<str:action>/reword/", wording.action_reword, name="action-reword"),
    path("plans/<str:plan>/actions/<str:action>/correct/", wording.action_correct, name="action-correct"),
    path("plans/<str:plan>/actions/<str:action>/reassign/", wording.action_reassign, name="action-reassign"),
    path("plans/<str:plan>/asks/<int:ask>/answer/", deciding.ask_answer, name="ask-answer"),
    path("plans/<str:plan>/actions/<str:action>/milestones/new/", milestones.milestone_add, name="milestone-add"),
    path("plans/<str:plan>/actions/<str:action>/evidence/new/", evidence.evidence_add, name="evidence-add"),
    path("plans/<str:plan>/actions/<str:action>/facts/new/", facts.fact_note, name="fact-note"),
    path(
        "plans/<str:plan>/actions/<str:action>/report-complete/",
        signing.action_report_complete,
        name="action-report-complete",
    ),
    path("plans/<str:plan>/actions/<str:action>/take-back/", signing.action_take_back, name="action-take-back"),
    path("plans/<str:plan>/actions/<str:action>/verify/", signing.action_verify, name="action-verify"),
    path(
        "plans/<str:plan>/actions/<str:action>/return-at-verification/",
        signing.action_refuse_verification,
        name="action-refuse-verification",
    ),
    path(
        "plans/<str:plan>/actions/<str:action>/waive-verification/",
        signing.action_waive_verification,
        name="action-waive-verification",
    ),
    path("plans/<str:plan>/actions/<str:action>/sign-off/", signing.action_sign_off, name="action-sign-off"),
    path("plans/<str:plan>/actions/<str:action>/return/", signing.action_return_report, name="action-return-report"),
    path("plans/<str:plan>/actions/<str:action>/reopen/", signing.action_reopen, name="action-reopen"),
    path("plans/<str:plan>/actions/<str:action>/check/", signing.action_check, name="action-check"),
    path("plans/<str:plan>/actions/<str:action>/move/", leaving.action_move, name="action-move"),
    path("plans/<str:plan>/actions/<str:action>/move/agree/", leaving.action_agree_move, name="action-agree-move"),
    path("plans/<str:plan>/actions/<str:action>/move/refuse/", leaving.action_refuse_move, name="action-refuse-move"),
    path(
        "plans/<str:plan>/actions/<str:action>/move/accepted-outside/",
        leaving.action_accept_outside,
        name="action-accept-outside",
    ),
    path("plans/<str:plan>/actions/<str:action>/supersede/", leaving.action_supersede, name="action-supersede"),
    path("plans/<str:plan>/actions/<str:action>/withdraw/", leaving.action_withdraw, name="action-withdraw"),
    path("plans/<str:plan>/milestones/<int:milestone>/reached/", milestones.milestone_reach, name="milestone-reach"),
    path("plans/<str:plan>/milestones/<int:milestone>/date/", milestones.milestone_redate, name="milestone-redate"),
    path("plans/<str:plan>/milestones/<int:milestone>/drop/", milestones.milestone_drop, name="milestone-drop"),
    path("plans/<str:plan>/evidence/<int:evidence>/withdraw/", evidence.evidence_withdraw, name="evidence-withdraw"),
    path("plans/<str:plan>/facts/<int:fact>/change/", facts.fact_change, name="fact-change"),
    path("plans/<str:plan>/facts/<int:fact>/end/", facts.fact_end, name="fact-end"),
    path("plans/<str:plan>/moves-in/", leaving.move_in_list, name="move-in-list"),
    path("plans/<str:plan>/moves-in/<int:move>/accept/", leaving.move_in_accept, name="move-in-accept"),
    path("plans/<str:plan>/moves-in/<int:move>/refuse/", leaving.move_in_refuse, name="move-in-refuse"),
]
