from django.urls import path

from plans.views import confirming, drafts, mails, marks, meetings, people, posts, rights, structure

app_name = "plans"

urlpatterns = [
    path("drafts/", drafts.draft_save, name="draft-save"),
    path("my-mails/", mails.my_mails, name="my-mails"),
    path("plans/new/", structure.plan_new, name="plan-new"),
    path("plans/<str:plan>/edit/", structure.plan_edit, name="plan-edit"),
    path("plans/<str:plan>/put-in-force/", structure.plan_put_in_force, name="plan-put-in-force"),
    path("plans/<str:plan>/rules/", structure.plan_rules, name="plan-rules"),
    path("plans/<str:plan>/steps/<int:step>/confirm/", confirming.step_confirm, name="step-confirm"),
    path("plans/<str:plan>/marks/<int:key>/confirm/", marks.mark_confirm, name="mark-confirm"),
    path("plans/<str:plan>/marks/<int:key>/name-a-reader/", marks.mark_name_reader, name="mark-name-reader"),
    path("plans/<str:plan>/marks/<int:key>/release/", marks.mark_release, name="mark-release"),
    path("plans/<str:plan>/marks/<int:key>/ask-to-lift/", marks.mark_ask_lifting, name="mark-ask-lifting"),
    path("plans/<str:plan>/marks/<int:key>/lift/", marks.mark_lift, name="mark-lift"),
    path("plans/<str:plan>/marks/<int:key>/keep/", marks.mark_keep, name="mark-keep"),
    path("plans/<str:plan>/marks/readers/<int:key>/end/", marks.mark_end_grant, name="mark-end-grant"),
    path("plans/<str:plan>/steps/<int:step>/dispute/", confirming.step_dispute, name="step-dispute"),
    path("plans/<str:plan>/themes/add/", structure.theme_add, name="theme-add"),
    path("plans/<str:plan>/themes/<int:number>/reword/", structure.theme_reword, name="theme-reword"),
    path("plans/<str:plan>/themes/<int:number>/remove/", structure.theme_remove, name="theme-remove"),
    path("plans/<str:plan>/criteria/", structure.criterion_list, name="criterion-list"),
    path("plans/<str:plan>/criteria/add/", structure.criterion_add, name="criterion-add"),
    path("plans/<str:plan>/criteria/<int:key>/retire/", structure.criterion_retire, name="criterion-retire"),
    path("plans/<str:plan>/people/", people.people, name="people"),
    path("plans/<str:plan>/people/invite/", people.person_invite, name="person-invite"),
    path("plans/<str:plan>/people/<int:person>/invitation/", people.invitation_send, name="invitation-send"),
    path("plans/<str:plan>/people/<int:person>/leaving/", people.person_leaving, name="person-leaving"),
    path("plans/<str:plan>/people/roles/give/", people.role_give, name="role-give"),
    path("plans/<str:plan>/people/roles/give-to-body/", people.role_give_to_body, name="role-give-to-body"),
    path("plans/<str:plan>/people/roles/<int:key>/end/", people.role_end, name="role-end"),
    path("plans/<str:plan>/people/posts/", posts.post_list, name="post-list"),
    path("plans/<str:plan>/people/posts/add/", posts.post_add, name="post-add"),
    path("plans/<str:plan>/people/posts/<int:key>/holder/", posts.post_hold, name="post-hold"),
    path("plans/<str:plan>/people/posts/<int:key>/end/", posts.post_end, name="post-end"),
    path("plans/<str:plan>/meetings/", meetings.meeting_list, name="meeting-list"),
    path("plans/<str:plan>/meetings/record/", meetings.meeting_record, name="meeting-record"),
    path("plans/<str:plan>/who-can-see-what/", rights.who_can_see_what, name="who-can-see-what"),
]
